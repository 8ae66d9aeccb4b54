import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dnsServer, record, srv, zoneOf } from '../../src/dev/evaluation/dns-server.js'
import type { ErrorDocument, SettingsDocument } from '../../src/model/index.js'
import { runOn } from './simulated.js'
import { runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

const document = (stdout: string) => JSON.parse(stdout) as SettingsDocument
const failure = (stdout: string) => JSON.parse(stdout) as ErrorDocument

describe('settings', () => {
  it('prints the file alone on stdout and its notes on stderr', async () => {
    const { stdout, stderr, code } = await runCli([
      'settings',
      'demo',
      '--for',
      'mbsync',
      '--user',
      'you@example.com',
    ])
    expect(stdout).toMatch(/^# mbsync \(isync\), by mailadvise /)
    expect(stdout).toContain('User "you@example.com"')
    expect(stdout).not.toContain('Note:')
    expect(stderr).toMatch(/^(Note: [^\n]+\n)+$/)
    expect(code).toBe(0)
  })

  it('is a valid document with --json', async () => {
    const { stdout, stderr, code } = await runCli(['settings', 'demo', '--for', 'text', '--json'])
    expect(schemaErrors('settings', document(stdout))).toEqual([])
    expect(document(stdout)).toMatchObject({
      kind: 'settings',
      client: { id: 'text' },
      endpoint: { protocol: 'imap', port: 993, security: 'tls' },
      signIn: 'password',
      files: [{ name: 'mail-settings.txt' }],
    })
    expect([stderr, code]).toEqual(['', 0])
  })

  it('follows the answers, and --setup over them', async () => {
    const drains = ['--set', 'readers=program', '--set', 'program-style=drains']
    const pop = document(
      (await runCli(['settings', 'demo', '--for', 'getmail6', '--json', ...drains])).stdout,
    )
    expect(pop.endpoint?.protocol).toBe('pop3')
    expect(pop.files[0]?.content).toContain('delete = true')
    const args = ['settings', 'demo', '--for', 'getmail6', '--json', '--setup', 'imap', ...drains]
    expect(document((await runCli(args)).stdout).endpoint?.protocol).toBe('imap')
  })

  it('writes the same to a file of any ending, for its owner alone', async () => {
    const out = join(temporaryFolder(), 'mail.mobileconfig')
    const { stdout, code } = await runCli(['settings', 'demo', '--for', 'apple', '--out', out])
    expect(readFileSync(out, 'utf8')).toBe(stdout)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(code).toBe(0)
  })

  it('works from a stored probe, and never signs in for --user', async () => {
    const stored = temporaryFile('probe.json', (await runCli(['probe', 'demo', '--json'])).stdout)
    const args = ['settings', '--from', stored, '--for', 'text', '--user', 'you', '--json']
    const { stdout, code } = await runCli(args, { env: { MAILADVISE_PASSWORD: 'not-for-here' } })
    expect(document(stdout).request.user).toBe('you')
    expect(stdout).not.toContain('not-for-here')
    expect(code).toBe(0)
  })

  it('lists the programs', async () => {
    const { stdout, code } = await runCli(['settings', '--list'])
    expect(stdout).toContain('thunderbird  Thunderbird')
    expect(code).toBe(0)
    const listed = document((await runCli(['settings', '--list', '--json'])).stdout)
    expect(schemaErrors('settings', listed)).toEqual([])
    expect(listed.clients?.length).toBeGreaterThan(10)
  })

  it('tells the program which certificates to trust only when --ca-file was given', async () => {
    const { stdout } = await runOn('demo', ['settings', 'mail.demo.example', '--for=mbsync'])
    expect(stdout).toMatch(/^CertificateFile "\/[^"]+ca\.pem"$/m)
    const without = await runCli(['settings', 'demo', '--for=mbsync'])
    expect(without.stdout).not.toContain('CertificateFile')
  })
})

describe('settings writes nothing', () => {
  const refusals: [title: string, scenario: string, target?: string][] = [
    ['without TLS', 'plaintext-only'],
    ['where the certificate does not verify', 'self-signed'],
    ['where something was injected before TLS', 'injection', 'imap://mail.demo.example'],
    ['where the greeting says goodbye', 'bye-greeting'],
  ]

  it.each(refusals)('%s', async (_, scenario, target = 'mail.demo.example') => {
    const out = join(temporaryFolder(), 'mail.xml')
    const args = ['settings', target, '--for=thunderbird', '--setup=imap', '--json', `--out=${out}`]
    const run = await runOn(scenario, args)
    expect(failure(run.stdout)).toMatchObject({ kind: 'error', code: 'not-confirmed' })
    expect(schemaErrors('error', failure(run.stdout))).toEqual([])
    expect(existsSync(out)).toBe(false)
    expect(run.code).toBe(1)
  })

  it('for a set-up that the server rules out', async () => {
    const args = ['settings', 'mail.demo.example', '--for=mpop', '--setup=pop-leave-on-server', '--json']
    const run = await runOn('pop3-no-uidl', args)
    expect(failure(run.stdout).message).toMatch(/ruled out|does not support/)
    expect(run.code).toBe(1)
  })

  it('for a program that cannot do what the set-up asks for, and names those that can', async () => {
    const { stdout, stderr, code } = await runCli(['settings', 'demo', '--for', 'mpop', '--setup', 'imap'])
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Error: mpop cannot do IMAP.*These can: thunderbird, .*text\.\n$/)
    expect(code).toBe(2)
  })

  it('with a password for a server that takes tokens only', async () => {
    const apple = await runOn('tokens-only', [
      'settings',
      'imaps://mail.demo.example',
      '--for=apple',
      '--json',
    ])
    expect(failure(apple.stdout).code).toBe('client-unfit')
    const args = ['settings', 'imaps://mail.demo.example', '--for=mbsync', '--json']
    expect(document((await runOn('tokens-only', args)).stdout).signIn).toBe('oauth')
  })

  it.each([
    [['settings', 'demo'], '--for is missing'],
    [['settings', 'demo', '--for', 'thunderbrid'], 'Did you mean "thunderbird"?'],
    [['settings', 'demo', '--for', 'text', '--setup', 'neither'], 'Unknown --setup "neither"'],
    [['settings', '--for', 'text'], 'No target was given'],
    [['settings', 'demo', '--for', 'text', '--user', 'a\nb'], 'control or invisible character'],
    [['settings', 'demo', '--for', 'text', '--out', '/nowhere/at/all.txt'], 'its folder does not exist'],
  ])('for %j', async (args, words) => {
    const { stdout, stderr, code } = await runCli(args)
    expect(stderr).toContain(words)
    expect([stdout, code]).toEqual(['', 2])
  })
})

describe('settings for an address', () => {
  it('looks for its servers at the named resolver, and takes the address for the user name', async () => {
    const resolver = await dnsServer(
      zoneOf([
        srv('_imaps._tcp.demo.example', 0, 1, 993, 'mail.demo.example'),
        record('A', 'mail.demo.example', '192.0.2.1'),
      ]),
    )
    try {
      const args = ['settings', 'anna@demo.example', '--for', 'mbsync', '--dns-server', resolver.address]
      const { stdout, stderr, code } = await runOn('demo', args)
      expect(stderr).not.toContain('Error')
      expect(stdout).toContain('Host "mail.demo.example"')
      expect(stdout).toContain('User "anna@demo.example"')
      expect(code).toBe(0)
      expect(resolver.asked).toContain('SRV _imaps._tcp.demo.example')
    } finally {
      await resolver.close()
    }
  })
})
