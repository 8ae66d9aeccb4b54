import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { accountFacts, type RecommendationDocument } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { runCli, schemaErrors, temporaryFolder } from '../cli/support.js'
import { failureIn } from '../support/probing.js'
import { beyondReading } from '../support/read-only.js'
import { type DovecotOptions, dovecotAvailable, startDovecot } from './dovecot.js'
import { mailutilsAvailable, startMailutils } from './mailutils.js'
import type { RunningServer } from './private-server.js'

const running: RunningServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function dovecot(options: DovecotOptions): Promise<RunningServer> {
  const server = await startDovecot({ open: ['imaps', 'pop3s'], ...options })
  running.push(server)
  return server
}

/** Signs in by both protocols, holds that nothing but reading was asked, and returns what was seen. */
async function look(server: RunningServer, more: Partial<ProbeOptions> = {}) {
  const { name: host, host: toHost, ports, caPem, user, password } = server
  const connectTo = Object.values(ports).map((port) => ({ host, port, toHost, toPort: port }))
  const lines: TranscriptLine[] = []
  const [imap, pop3] = await probeEndpoints(
    [
      { protocol: 'imap', host, port: ports.imaps, security: 'tls' },
      { protocol: 'pop3', host, port: ports.pop3s, security: 'tls' },
    ],
    {
      ...{ timeoutMs: 20_000, caPem: [caPem], connectTo, signIn: { user, secret: new Secret(password) } },
      onLine: (_endpoint, line) => lines.push(line),
      ...more,
    },
  )
  if (!(imap && pop3)) throw new Error('a result is missing')
  expect(beyondReading(lines)).toEqual([])
  return { imap, pop3, lines, account: accountFacts([imap, pop3]) }
}

const specialUse = `
namespace inbox {
  mailbox Sent {
    special_use = \\Sent
  }
  mailbox Spam {
    special_use = \\Junk
  }
}
`

// dovecot.test.ts says aloud, and with CI set fails, where Dovecot is missing.
describe.runIf(dovecotAvailable() !== undefined)('the mailbox behind a real Dovecot', () => {
  test('sixty folders, their roles and depth, and what POP3 hides of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 56 }, (_, index) => [`Project.${index + 1}`, 1]))
    const folders = { INBOX: 4, Sent: 20, Spam: 5, Empty: 0, 'Project.1.Old': 1, ...many }
    const { imap, pop3, account } = await look(await dovecot({ folders, extra: specialUse }))
    expect([imap, pop3].map(failureIn)).toEqual(['none', 'none'])
    expect(imap.session?.untold).toBeUndefined()
    expect(imap.session?.folders).toMatchObject({
      ...{ total: 61, counted: 61, complete: true, depth: 3, inUse: 59, messages: 86 },
      roles: expect.arrayContaining([
        { role: 'sent', by: 'server', folders: 1, messages: 20 },
        { role: 'junk', by: 'server', folders: 1, messages: 5 },
      ]),
    })
    expect(imap.session?.idle).toMatchObject({ entered: true })
    expect(pop3.session).toMatchObject({
      messages: 4,
      uidl: { answered: true, unique: true, stable: true },
      top: { answered: true, headerOnly: true },
    })
    expect(account?.pop3).toMatchObject({
      by: 'maildrop',
      messages: 4,
      hiddenMessages: 82,
      hiddenPercent: 95,
    })
    expect(account?.imap?.bytes).toBe(imap.session?.folders?.bytes)
    // Names of folders are the user's.
    expect(JSON.stringify([imap, account])).not.toContain('Project')
  })

  test('two thousand messages in the inbox', async () => {
    const { imap, pop3, account } = await look(await dovecot({ folders: { INBOX: 2_000 } }))
    expect(imap.session).toMatchObject({ messages: 2_000, folders: { messages: 2_000, inUse: 0 } })
    expect(imap.session?.bytes).toBe(imap.session?.folders?.bytes)
    // Too many to be asked for their unique-ids twice.
    expect(pop3.session?.uidl).toEqual({ answered: true, unique: true })
    expect(account?.pop3).toMatchObject({ hiddenMessages: 0, hiddenPercent: 0 })
    expect(account?.downloads.map(({ protocol, messages }) => [protocol, messages])).toEqual([
      ['imap', 2_000],
      ['pop3', 2_000],
    ])
  })

  test('an empty account without a quota', async () => {
    const extra = 'mail_plugins =\nprotocol imap {\n  mail_plugins =\n}\n'
    const { imap, pop3, account } = await look(await dovecot({ folders: { INBOX: 0 }, extra }))
    expect([imap, pop3].map(failureIn)).toEqual(['none', 'none'])
    expect(imap.session).not.toHaveProperty('quota')
    expect(imap.session?.folders).toMatchObject({ total: 1, messages: 0, complete: true })
    expect(pop3.session).toMatchObject({ messages: 0, uidl: { answered: true } })
    expect(pop3.session).not.toHaveProperty('top')
    expect(account).not.toHaveProperty('pop3')
  })

  test('a deep probe stays in IDLE as long as its time allows, and leaves in order', async () => {
    const server = await dovecot({})
    const { imap } = await look(server, { deep: true, timeoutMs: 5_000 })
    expect(imap.session?.idle).toMatchObject({ entered: true, dropped: false })
    expect(imap.session?.idle?.heldMs).toBeGreaterThan(500)
    await expect.poll(() => server.log()).toMatch(/imap\(demo\).*Logged out .*deleted=0 expunged=0/)
  })

  async function recommend(server: RunningServer, set: string[]) {
    const { name, host, ports, user, password, caPem } = server
    const caFile = join(temporaryFolder(), 'ca.pem')
    writeFileSync(caFile, caPem)
    const route = (port: number) => ['--connect-to', `${name}:${port}:${host}:${port}`]
    const args = [
      ...['recommend', `imaps://${name}:${ports.imaps}`, `pops://${name}:${ports.pop3s}`],
      ...[...route(ports.imaps), ...route(ports.pop3s), '--ca-file', caFile, '--no-input'],
      ...['--user', user, '--password-stdin', ...set.flatMap((one) => ['--set', one])],
    ]
    const json = await runCli([...args, '--json'], { input: password })
    const document = JSON.parse(json.stdout) as RecommendationDocument
    expect(schemaErrors('recommendation', document)).toEqual([])
    const { stdout: text } = await runCli(args, { input: password })
    return { document, text }
  }

  test('a quota that is nearly full answers the question of space by itself, and says so', async () => {
    const extra = 'plugin {\n  quota_rule = *:storage=100K\n}\n'
    const server = await dovecot({ folders: { INBOX: 2 }, messageBytes: 46_000, extra })
    const { document, text } = await recommend(server, ['places=computer,phone'])
    const used = document.request.serverFacts?.['quota-used-percent'] ?? 0
    expect(used).toBeGreaterThanOrEqual(85)
    expect(document.choice).toBe('imap-local-archive')
    expect(document.trace.map(({ rule }) => rule)).toContain('too-little-space')
    expect(document.openQuestions.map(({ id }) => id)).not.toContain('server-space')
    expect(document.request.notes).toContainEqual(expect.stringContaining(`the mailbox is ${used} % full`))
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `the mailbox is ${used} % full, which answers "tight" by itself`,
    )
    expect(text).toMatch(/2 messages in 1 folder/)
    expect(document.confirmation?.account?.quota?.limitBytes).toBe(100 * 1024)
  })

  test('folders in use speak against POP and answer the question of organisation', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`F${index}`, 2]))
    const server = await dovecot({ folders: { INBOX: 1, ...many } })
    const { document, text } = await recommend(server, ['places=computer', 'own-copy=yes'])
    expect(document.request.serverFacts).toMatchObject({ 'folders-in-use': 12, 'pop3-hidden-percent': 96 })
    expect(document.reasons.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['many-folders-in-use', 'pop3-hides-mail']),
    )
    expect(document.choice).toBe('imap-local-archive')
    expect(document.openQuestions.map(({ id }) => id)).not.toContain('server-organisation')
    expect(text).toMatch(/POP3: shows 4 % of the mail/)
  })
})

test.runIf(mailutilsAvailable())('the mailbox behind a real GNU Mailutils', async () => {
  const server = await startMailutils()
  running.push(server)
  const { imap, pop3, account } = await look(server)
  expect([imap, pop3].map(failureIn)).toEqual(['none', 'none'])
  expect(imap.session).toMatchObject({
    messages: 3,
    folders: { total: 1, depth: 1, messages: 3, complete: true },
    idle: { entered: true },
    namespaces: [{ kind: 'personal', prefix: '', separator: '/' }],
  })
  expect(imap.session?.folders).not.toHaveProperty('bytes')
  expect(pop3.session).toMatchObject({
    uidl: { answered: true, unique: true, stable: true },
    top: { answered: true, headerOnly: true },
  })
  expect(account?.downloads.map(({ protocol }) => protocol)).toEqual(['pop3'])
})
