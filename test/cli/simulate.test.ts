import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { DiagnosisDocument, SimulationDocument } from '../../src/model/index.js'
import { tooWide, trailingSpaces } from '../render/support.js'
import { bin, runCli, schemaErrors } from './support.js'

let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
})

/** Starts a scenario and waits for its document. */
async function start(...args: string[]) {
  const started = spawn(process.execPath, [bin, 'simulate', ...args, '--json'])
  child = started
  let stdout = ''
  let stderr = ''
  started.stderr.on('data', (text) => {
    stderr += String(text)
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    started.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  await new Promise<void>((resolve) => {
    started.stdout.on('data', (text) => {
      stdout += String(text)
      if (stdout.endsWith('\n}\n')) resolve()
    })
    started.on('close', () => resolve())
  })
  return { document: JSON.parse(stdout) as SimulationDocument, started, ended }
}

describe('simulate', () => {
  it('is ready with a valid document, and its command line works', async () => {
    const { document, started, ended } = await start('expired-certificate')
    expect(schemaErrors('simulation', document)).toEqual([])
    expect(document.pid).toBe(started.pid)
    expect(statSync(document.caFile).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(document.caFile)).mode & 0o777).toBe(0o700)
    expect(document.accounts).toEqual([{ user: 'demo', password: 'open-sesame' }])
    const [first = []] = document.commands
    const { stdout, code } = await runCli([...first.slice(1), '--json'])
    expect((JSON.parse(stdout) as DiagnosisDocument).rootCauses[0]).toBe('cert-expired')
    expect(code).toBe(1)
    started.kill('SIGINT')
    expect((await ended).code).toBe(130)
  })

  it('names the endpoints, not an address, where no name server runs that leads to them', async () => {
    const { document, started, ended } = await start('published-own-document-only')
    const [first = []] = document.commands
    expect(first.slice(0, 4)).toEqual([
      'mailadvise',
      'diagnose',
      'imaps://mail.demo.example:993',
      'pops://mail.demo.example:995',
    ])
    const { stdout, code } = await runCli([...first.slice(1), '--json'])
    expect((JSON.parse(stdout) as DiagnosisDocument).findings).toEqual([])
    expect(code).toBe(0)
    started.kill('SIGINT')
    await ended
  })

  it('signs in by the second command line', async () => {
    const { document, started, ended } = await start('demo')
    const env = { MAILADVISE_PASSWORD: 'open-sesame' }
    const { stdout, code } = await runCli([...(document.commands[1] ?? []).slice(1), '--json'], { env })
    const [endpoint] = (JSON.parse(stdout) as DiagnosisDocument).endpoints
    expect(endpoint?.session?.messages).toBe(12)
    expect(code).toBe(0)
    started.kill('SIGINT')
    await ended
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends by %s with 130 and leaves nothing behind', async (signal) => {
    const { document, started, ended } = await start('silent')
    started.kill(signal)
    const { code, stderr } = await ended
    expect([code, stderr]).toEqual([130, ''])
    expect(existsSync(dirname(document.caFile))).toBe(false)
  })

  it('ends by itself with --for, and says how to use it until then', async () => {
    const { stdout, stderr, code } = await runCli(['simulate', 'imap-only', '--for', '0.3'])
    expect(stdout).toMatch(/^ {2}imaps:\/\/mail\.demo\.example:993 +127\.0\.0\.1:\d+$/m)
    expect(stdout).toMatch(/^ {2}Account +demo, password open-sesame$/m)
    expect(stdout).toContain('It ends after 0.3 s, or with Ctrl-C.')
    expect(tooWide(stdout, 80)).toEqual([])
    expect(trailingSpaces(stdout)).toEqual([])
    const [, file = ''] = /CA file +(\S+)/.exec(stdout) ?? []
    expect(existsSync(dirname(file))).toBe(false)
    expect([stderr, code]).toEqual(['', 0])
  })

  it('--list names the scenarios', async () => {
    const { stdout, code } = await runCli(['simulate', '--list'])
    expect(stdout).toMatch(/^demo +A healthy server with IMAP and POP3$/m)
    const asJson = await runCli(['simulate', '--list', '--json'])
    expect(schemaErrors('explanation', JSON.parse(asJson.stdout))).toEqual([])
    expect(code).toBe(0)
  })
})

describe('simulate with bad input', () => {
  it.each([
    [[], /No scenario was given/],
    [['expired-certificat'], /Did you mean "expired-certificate"\?/],
    [['xyzzy'], /See all with mailadvise simulate --list/],
    [['../scenarios/demo'], /There is no scenario/],
    [['demo', '--for', 'ever'], /--for wants seconds/],
    [['demo', '--for', '0'], /--for wants seconds/],
  ])('%j is told in one line, exit code 2, and in JSON', async (args, words) => {
    const { stdout, stderr, code } = await runCli(['simulate', ...args, '--json'])
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
  })
})
