import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exposition } from '../render/exposition.js'
import { pluginOutput } from '../render/plugin-output.js'
import { runOn } from './simulated.js'
import { runCli, temporaryFile, temporaryFolder } from './support.js'

const imaps = 'imaps://mail.demo.example:993'

describe('diagnose --format nagios', () => {
  it('answers OK for a healthy server, with nothing on stderr', async () => {
    const { stdout, stderr, code } = await runCli(['diagnose', 'demo', '--format', 'nagios'])
    const { state, perfdata } = pluginOutput(stdout)
    expect([state, stderr, code]).toEqual(['OK', '', 0])
    expect(perfdata.filter(({ label }) => label.startsWith('time '))).toHaveLength(4)
  })

  it('answers CRITICAL for a blocker, names it and its fix', async () => {
    const { stdout, code } = await runOn('expired-certificate', ['diagnose', imaps, '--format', 'nagios'])
    const { state, text, further } = pluginOutput(stdout)
    expect([state, code]).toEqual(['CRITICAL', 2])
    expect(text).toMatch(/certificate of .* expired/)
    expect(further.join('\n')).toContain('(cert-expired)')
    expect(further.some((line) => line.startsWith('- '))).toBe(true)
  })

  it('answers WARNING for what is below --fail-on, and CRITICAL from it on', async () => {
    const args = ['diagnose', 'pop://mail.demo.example', '--format', 'nagios']
    const warned = await runOn('pop3-no-uidl', args)
    expect([pluginOutput(warned.stdout).state, warned.code]).toEqual(['WARNING', 1])
    const failed = await runOn('pop3-no-uidl', [...args, '--fail-on', 'degraded'])
    expect([pluginOutput(failed.stdout).state, failed.code]).toEqual(['CRITICAL', 2])
  })

  it('answers WARNING for a certificate that ends soon', async () => {
    const { stdout, code } = await runOn('expires-soon', ['diagnose', imaps, '--format', 'nagios'])
    expect([pluginOutput(stdout).state, code]).toEqual(['WARNING', 1])
  })

  it.each([
    ['a target that is none', ['a b|c']],
    ['an unknown flag', ['demo', '--bogus']],
    ['an unknown value', ['demo', '--fail-on', 'x|y']],
    ['a switch with a value', ['demo', '--deep=yes']],
    ['no file to judge', ['--from', 'not-there.json']],
    ['--json beside it', ['demo', '--json']],
    ['a file that cannot be written', ['demo', '--out', 'no/such/folder/x.prom']],
  ])('answers UNKNOWN by one line on stdout for %s', async (_, args) => {
    const { stdout, stderr, code } = await runCli(['diagnose', ...args, '--format', 'nagios'])
    const { state, perfdata, further } = pluginOutput(stdout)
    expect([state, perfdata, further, stderr, code]).toEqual(['UNKNOWN', [], [], '', 3])
  })

  it('answers UNKNOWN for a command that there is not', async () => {
    const { stdout, stderr, code } = await runCli(['diagnos', 'demo', '--format', 'nagios'])
    expect([pluginOutput(stdout).state, stderr, code]).toEqual(['UNKNOWN', '', 3])
  })

  it('answers UNKNOWN where no resolver answers', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as { port: number }
    closed.close()
    const args = ['diagnose', 'mail.example.com', '--dns-server', `127.0.0.1:${port}`, '--timeout', '2']
    const { stdout, code } = await runCli([...args, '--format', 'nagios'])
    expect([pluginOutput(stdout).state, code]).toEqual(['UNKNOWN', 3])
  })
})

describe('diagnose --format openmetrics', () => {
  it('prints metrics, and keeps the exit code of the diagnosis', async () => {
    const { stdout, code } = await runOn('expired-certificate', [
      'diagnose',
      imaps,
      '--format',
      'openmetrics',
    ])
    const series = exposition(stdout)
    const value = (name: string) => series.find((one) => one.name === name)?.value
    expect(value('mailadvise_endpoint_ok')).toBe(0)
    expect(value('mailadvise_tls_verified')).toBe(0)
    expect(value('mailadvise_conclusive')).toBe(1)
    const after = value('mailadvise_certificate_not_after_timestamp_seconds')
    expect(after).toBeLessThan(value('mailadvise_probe_timestamp_seconds') ?? 0)
    expect(series.find(({ labels }) => labels.id === 'cert-expired')?.labels).toMatchObject({
      severity: 'blocker',
      host: 'mail.demo.example',
      port: '993',
    })
    expect(code).toBe(1)
  })

  it('names nobody unless --keep-identities is given', async () => {
    const stored = temporaryFile('probe.json', (await runCli(['probe', 'demo', '--json'])).stdout)
    const probe = JSON.parse(readFileSync(stored, 'utf8')) as { request: { targets: string[] } }
    probe.request.targets = ['jane.doe@example.com']
    writeFileSync(stored, JSON.stringify(probe))
    const args = ['diagnose', '--from', stored, '--format', 'openmetrics']
    const masked = await runCli(args)
    expect(masked.stdout).toContain('target="[user]@example.com"')
    expect((await runCli([...args, '--keep-identities'])).stdout).toContain('target="jane.doe@example.com"')
  })

  it('replaces a .prom file as a whole, readable for the collector', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'mail.prom')
    writeFileSync(file, 'old', { mode: 0o600 })
    const { stdout, code } = await runCli(['diagnose', 'demo', '--out', file])
    expect(stdout).toContain('Nothing wrong was found')
    expect(exposition(readFileSync(file, 'utf8')).length).toBeGreaterThan(20)
    expect(statSync(file).mode & 0o777).toBe(0o644)
    expect(code).toBe(0)
  })

  it('leaves the old file where nothing could be tried', async () => {
    const file = temporaryFile('mail.prom', 'old')
    expect((await runCli(['diagnose', 'a b', '--out', file])).code).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe('old')
  })
})

/** A port of this machine that nobody uses. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

const exporter = 'prometheus-node-exporter'
const hasExporter = spawnSync(exporter, ['--version']).status === 0

describe.skipIf(!hasExporter)('the node exporter', () => {
  it('takes the files of two targets that lead to one server', { timeout: 30_000 }, async () => {
    const folder = temporaryFolder()
    const stored = JSON.parse((await runCli(['probe', 'demo', '--json'])).stdout) as {
      request: { targets: string[] }
    }
    for (const [index, target] of ['mail.demo.example', 'pops://mail.demo.example'].entries()) {
      const from = temporaryFile(
        'probe.json',
        JSON.stringify({ ...stored, request: { ...stored.request, targets: [target] } }),
      )
      await runCli(['diagnose', '--from', from, '--out', join(folder, `${index}.prom`)])
    }
    const port = await freePort()
    const child = spawn(exporter, [
      ...[`--web.listen-address=127.0.0.1:${port}`, '--collector.disable-defaults', '--collector.textfile'],
      `--collector.textfile.directory=${folder}`,
    ])
    try {
      let text = ''
      for (let attempt = 0; text === '' && attempt < 100; attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        text = await fetch(`http://127.0.0.1:${port}/metrics`).then(
          (answer) => answer.text(),
          () => '',
        )
      }
      expect(text).toMatch(/^node_textfile_scrape_error 0$/m)
      expect(text.match(/^mailadvise_info\{/gm)).toHaveLength(2)
      expect(text.match(/^mailadvise_endpoint_ok\{.*\} 1$/gm)).toHaveLength(8)
    } finally {
      child.kill()
      await once(child, 'close')
    }
  })
})
