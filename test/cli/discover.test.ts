import { afterEach, describe, expect, test } from 'vitest'
import { type DnsServer, dnsServer, srv, type Zone, zoneOf } from '../../src/dev/evaluation/dns-server.js'
import type { DiscoveryDocument, ErrorDocument } from '../../src/model/index.js'
import { runCli, schemaErrors } from './support.js'

const servers: DnsServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function resolver(zone: Zone): Promise<string[]> {
  const server = await dnsServer(zone)
  servers.push(server)
  return ['--dns-server', server.address]
}

/** A resolver that nobody runs. */
async function nobody(): Promise<string[]> {
  const server = await dnsServer(() => undefined)
  await server.close()
  return ['--dns-server', server.address]
}

const records = [
  srv('_imaps._tcp.example.test', 0, 1, 993, 'mail.example.test'),
  srv('_imap._tcp.example.test', 0, 0, 0, '.'),
  srv('_pop3s._tcp.example.test', 0, 0, 0, '.'),
]

describe('mailadvise discover', () => {
  test('shows what was found, by whom, and what is declared closed', async () => {
    const { stdout, stderr, code } = await runCli([
      'discover',
      'anna@example.test',
      ...(await resolver(zoneOf(records))),
    ])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toContain('imaps://mail.example.test:993')
    expect(stdout).toMatch(/POP3: declared closed by the domain/)
    expect(stdout).toMatch(/SRV records +inferred/)
    expect(stdout).toContain('mailadvise diagnose anna@example.test')
  })

  test('prints one document with --json, valid and without the address at any source', async () => {
    const { stdout, code } = await runCli([
      'discover',
      'anna@example.test',
      '--json',
      ...(await resolver(zoneOf(records))),
    ])
    const document = JSON.parse(stdout) as DiscoveryDocument
    expect(schemaErrors('discovery', document)).toEqual([])
    expect(document).toMatchObject({ kind: 'discovery', domain: 'example.test' })
    expect(JSON.stringify(document.sources)).not.toContain('anna')
    expect(code).toBe(0)
  })

  test('ends with 1 where nothing is found', async () => {
    const { stdout, code } = await runCli(['discover', 'example.test', ...(await resolver(() => undefined))])
    expect(stdout).toContain('No IMAP or POP3 server was found for example.test')
    expect(stdout).toContain('IMAP: not listed by any source')
    expect(code).toBe(1)
  })

  test('without any DNS says so, with what the bundled facts suggest and their age, and ends with 3', async () => {
    const { stdout, code } = await runCli([
      'discover',
      'anna@gmail.com',
      '--timeout',
      '2',
      ...(await nobody()),
    ])
    expect(stdout).toMatch(/no resolver answers; the bundled facts\s+suggest:/)
    expect(stdout).toContain('imaps://imap.gmail.com:993')
    expect(stdout).toMatch(/checked \d{4}/)
    expect(code).toBe(3)
  })

  test('says that a provider does not offer a protocol, from the bundled facts and with their age', async () => {
    const { stdout } = await runCli(['discover', 'icloud.com', '--timeout', '2', ...(await nobody())])
    expect(stdout).toMatch(/POP3: not offered by iCloud Mail, as the bundled facts know it \(\d{4}/)
    expect(stdout).not.toContain('IMAP: not')
  })

  test('ends within its time limit where the resolver is silent', async () => {
    const { stdout, code } = await runCli([
      'discover',
      'anna@gmail.com',
      '--json',
      '--timeout',
      '1',
      ...(await resolver(() => 'silence')),
    ])
    const document = JSON.parse(stdout) as DiscoveryDocument
    const failures = document.sources.filter(({ outcome }) => outcome === 'failed')
    expect(failures.map(({ failure }) => failure?.cause)).toEqual(failures.map(() => 'timed-out'))
    expect(failures.length).toBeGreaterThan(1)
    expect(code).toBe(3)
  })

  test.each([
    [['discover'], 'usage'],
    [['discover', 'imaps://mail.example.test'], 'bad-target'],
    [['discover', 'not a domain'], 'bad-target'],
    [['discover', 'example.test', '--dns-server', 'ns.example.test'], 'bad-value'],
    [['discover', 'example.test', '--dns-server', '127.0.0.1:0'], 'bad-value'],
    [['discover', 'example.test', '--dns-server', '[127.0.0.1]'], 'bad-value'],
  ])('%j is refused before anything is asked', async (args, code) => {
    const run = await runCli([...args, '--json'])
    expect((JSON.parse(run.stdout) as ErrorDocument).code).toBe(code)
    expect(run.code).toBe(2)
  })
})

describe('other commands with an address', () => {
  test('recommend knows the provider, and never tells an iCloud address to use POP', async () => {
    const wishes = ['--set', 'places=computer', '--set', 'own-copy=yes', '--set', 'connection=rare']
    const { stdout } = await runCli([
      'recommend',
      'anna@icloud.com',
      '--json',
      '--no-input',
      ...wishes,
      ...(await nobody()),
    ])
    const document = JSON.parse(stdout)
    expect(document.request.answers.provider).toBe('icloud')
    expect(document.choice).toMatch(/^imap/)
    const elsewhere = await runCli(['recommend', '--json', '--no-input', ...wishes])
    expect(JSON.parse(elsewhere.stdout).choice).toMatch(/^pop/)
  })

  test('diagnose ends with 3 and the cause where no resolver answers', async () => {
    const { stdout, code } = await runCli(['diagnose', 'anna@example.test', ...(await nobody())])
    expect(stdout).toContain('dns-no-answer')
    expect(stdout).toContain('No resolver answered')
    expect(stdout).not.toContain('Nothing wrong was found')
    expect(code).toBe(3)
  })
})

describe('discover of a server', () => {
  test.each([
    ['mail.example.com:993', 'mailadvise discover mail.example.com'],
    ['demo', 'mailadvise probe demo'],
  ])('says that %s does not have to be found, in the words that were typed', async (target, hint) => {
    const { stdout, stderr, code } = await runCli(['discover', target, '--json'])
    expect(stderr).toContain(`"${target}" is a server`)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain(`@${target}`)
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
  })
})
