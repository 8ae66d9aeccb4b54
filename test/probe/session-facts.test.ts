import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EndpointProbe, Protocol } from '../../src/model/index.js'
import { limits, Secret, type TranscriptLine } from '../../src/net/index.js'
import type { ProbeOptions } from '../../src/probe/probe-endpoints.js'
import { failureIn, failureOfProbe, probeOne } from '../support/probing.js'
import {
  onLines,
  type RawServer,
  rawServer,
  type TestCertificate,
  testCertificate,
} from '../support/raw-server.js'
import { beyondReading } from '../support/read-only.js'

const servers: RawServer[] = []
let certificate: TestCertificate

beforeAll(async () => {
  certificate = await testCertificate()
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

type Answer = string | string[] | ((socket: Socket, tag: string) => void)

/**
 * A server inside TLS that answers by the longest key that the command begins with; of a list, one answer after the
 * other, the last one for ever. `{tag}` stands for an IMAP tag.
 */
async function serving(protocol: Protocol, answers: Record<string, Answer>): Promise<RawServer> {
  const counts = new Map<string, number>()
  const keys = Object.keys(answers).sort((a, b) => b.length - a.length)
  const server = await rawServer((socket) => {
    socket.write(protocol === 'imap' ? '* OK hello\r\n' : '+OK hello\r\n')
    onLines(socket, (line) => {
      const [tag = ''] = protocol === 'imap' ? line.split(' ') : ['']
      const command = protocol === 'imap' ? line.slice(tag.length + 1) : line
      const key = keys.find((one) => command.startsWith(one)) ?? ''
      const answer = answers[key] ?? (protocol === 'imap' ? '{tag} BAD what\r\n' : '-ERR what\r\n')
      if (typeof answer === 'function') return answer(socket, tag)
      const list = Array.isArray(answer) ? answer : [answer]
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      socket.write((list[Math.min(count, list.length - 1)] ?? '').replaceAll('{tag}', tag))
    })
  }, certificate)
  servers.push(server)
  return server
}

/** Signs in, and holds that nothing but reading was asked. */
async function look(server: RawServer, protocol: Protocol, more: Partial<ProbeOptions> = {}) {
  const lines: TranscriptLine[] = []
  const probe = await probeOne(server.port, protocol, 'tls', {
    timeoutMs: 12_000,
    caPem: [certificate.caPem],
    signIn: { user: 'demo', secret: new Secret('pass word') },
    onLine: (_endpoint, line) => lines.push(line),
    ...more,
  })
  expect(beyondReading(lines)).toEqual([])
  return { probe, lines }
}

/** A server that lists these capabilities after sign-in. */
function imap(capabilities: string, more: Record<string, Answer> = {}): Record<string, Answer> {
  return {
    CAPABILITY: '* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n',
    LOGIN: `{tag} OK [CAPABILITY IMAP4rev1 ${capabilities}] in\r\n`,
    NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n{tag} OK done\r\n',
    'STATUS INBOX': '* STATUS INBOX (MESSAGES 4 SIZE 400)\r\n{tag} OK done\r\n',
    LIST: '* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n{tag} OK done\r\n',
    'LIST "" ""': '* LIST (\\Noselect) "/" ""\r\n{tag} OK done\r\n',
    LSUB: '{tag} OK done\r\n',
    STATUS: '* STATUS Sent (MESSAGES 6 SIZE 600)\r\n{tag} OK done\r\n',
    EXAMINE: '* 4 EXISTS\r\n{tag} OK [READ-ONLY] done\r\n',
    IDLE: (socket, tag) => {
      socket.write('+ idling\r\n')
      idleTags.set(socket, tag)
    },
    '': (socket) => socket.write(`${idleTags.get(socket)} OK idle done\r\n`),
    NOOP: '{tag} OK done\r\n',
    ...more,
  }
}

const idleTags = new WeakMap<Socket, string>()

const folders = { total: 2, counted: 2, complete: true, inUse: 1, messages: 10, depth: 1 }

function untold(probe: EndpointProbe): string[] {
  return (probe.session?.untold ?? []).map(({ what, failure }) => `${what} ${failure.cause}`)
}

describe('IMAP', () => {
  test('folders, sizes, IDLE and namespaces, after ID where that is offered', async () => {
    const server = await serving(
      'imap',
      imap('ID NAMESPACE IDLE STATUS=SIZE SPECIAL-USE', {
        ID: '* ID ("name" "Test\x07mail" "version" "7")\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.software).toBe('Testmail 7')
    expect(probe.session).toMatchObject({
      messages: 4,
      bytes: 400,
      folders: {
        ...folders,
        bytes: 1_000,
        roles: [{ role: 'sent', by: 'server', folders: 1, messages: 6 }],
      },
      namespaces: [{ kind: 'personal', prefix: '', separator: '/' }],
      idle: { entered: true },
    })
    expect(untold(probe)).toEqual([])
    // NetEase calls everything unsafe that asks about a mailbox before it has said what it is.
    const commands = server.received.split('\r\n').map((line) => line.split(' ')[1])
    const id = commands.indexOf('ID')
    expect(id).toBeGreaterThan(commands.indexOf('LOGIN'))
    for (const command of ['LIST', 'STATUS', 'EXAMINE']) expect(commands.indexOf(command)).toBeGreaterThan(id)
  })

  test('a refused LIST or NAMESPACE is not told, and ends nothing else', async () => {
    const server = await serving(
      'imap',
      imap('NAMESPACE IDLE', { LIST: '{tag} NO [NOPERM] no list\r\n', NAMESPACE: '{tag} NO none\r\n' }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual([
      'namespaces refused-by-server',
      'folders refused-by-server',
      'idle refused-by-server',
    ])
    expect(probe.session?.untold?.[1]?.failure).toMatchObject({ code: 'NOPERM', serverText: 'no list' })
    expect(probe.session).toMatchObject({ messages: 4 })
    expect(probe.session).not.toHaveProperty('folders')
  })

  test.each([
    ['NO', '{tag} NO not now\r\n'],
    ['BAD', '{tag} BAD unknown\r\n'],
  ])('IDLE that is offered and answered by %s', async (_how, answer) => {
    const { probe } = await look(await serving('imap', imap('IDLE', { IDLE: answer })), 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['idle refused-by-server'])
    expect(probe.session?.idle).toEqual({ entered: false })
  })

  test('an INBOX that cannot be opened says nothing about IDLE', async () => {
    const server = await serving('imap', imap('IDLE', { EXAMINE: '{tag} NO [NOPERM] closed\r\n' }))
    const { probe } = await look(server, 'imap')
    expect(untold(probe)).toEqual(['idle refused-by-server'])
    expect(probe.session).not.toHaveProperty('idle')
    expect(server.received).not.toContain('IDLE')
  })

  test('a namespace that is NIL is not made up, and a hierarchy without a separator is flat', async () => {
    const server = await serving(
      'imap',
      imap('NAMESPACE', {
        NAMESPACE: '* NAMESPACE NIL (("Others" "/")) (("#shared" NIL))\r\n{tag} OK done\r\n',
        LIST: '* LIST () NIL INBOX\r\n* LIST () NIL a/b\r\n* LIST () "/" Others/x\r\n{tag} OK done\r\n',
        STATUS: '* STATUS a/b (MESSAGES 1)\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(probe.session?.namespaces).toEqual([
      { kind: 'other-users', prefix: 'Others/', separator: '/' },
      { kind: 'shared', prefix: '#shared', separator: null },
    ])
    expect(probe.session?.folders).toMatchObject({ total: 2, depth: 1, messages: 5 })
  })

  test('names with control characters are neither sent back nor kept', async () => {
    const evil = 'x\r\na1 DELETE INBOX'
    const server = await serving(
      'imap',
      imap('', {
        LIST: `* LIST () "/" INBOX\r\n* LIST () "/" {${evil.length}}\r\n${evil}\r\n* LIST () "/" "\x1b[31m"\r\n{tag} OK done\r\n`,
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(server.received).not.toContain('DELETE')
    expect(probe.session?.folders).toMatchObject({ total: 3, counted: 1, complete: false, messages: 4 })
    expect(JSON.stringify(probe)).not.toMatch(/DELETE|\[31m/)
  })

  test('numbers beyond reason are left out', async () => {
    const huge = '99999999999999999999999'
    const server = await serving(
      'imap',
      imap('STATUS=SIZE QUOTA', {
        STATUS: `* STATUS Sent (MESSAGES -5 SIZE ${huge})\r\n{tag} OK done\r\n`,
        GETQUOTAROOT: `* QUOTAROOT INBOX q\r\n* QUOTA q (STORAGE ${huge} ${huge})\r\n{tag} OK done\r\n`,
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 1, complete: false, messages: 4 })
    expect(probe.session).not.toHaveProperty('quota')
  })

  test('an endless LIST is cut, and what was learnt before is kept', async () => {
    const server = await serving('imap', imap('IDLE', { LIST: (socket) => endless(socket) }))
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folders too-much-data'])
    expect(probe.session).toMatchObject({ messages: 4 })
  })

  test('a LIST that never ends without a word is given up, and the goodbye still said', async () => {
    const server = await serving('imap', imap('IDLE', { LIST: () => {} }))
    const { probe } = await look(server, 'imap', { timeoutMs: 1_500 })
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folders timed-out'])
    await expect.poll(() => server.received).toMatch(/ LOGOUT\r\n$/)
  })

  test.each<[string, Answer, string]>([
    ['closed', (socket) => socket.end(), 'closed'],
    ['goodbye', (socket) => socket.end('* BYE enough\r\n'), 'bye'],
  ])('a server that breaks off at LIST has failed: %s', async (_how, answer, cause) => {
    const { probe } = await look(await serving('imap', imap('', { LIST: answer })), 'imap')
    expect(failureOfProbe(probe)).toMatchObject({ cause })
    expect(probe.session).toMatchObject({ messages: 4 })
  })

  test('no more than a hundred folders are asked about, the inbox first', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `* LIST () "/" F${index}\r\n`).join('')
    const server = await serving(
      'imap',
      imap('', {
        LIST: `${names}* LIST () "/" INBOX\r\n{tag} OK done\r\n`,
        STATUS: '* STATUS F (MESSAGES 2)\r\n{tag} OK done\r\n',
      }),
    )
    const { probe } = await look(server, 'imap')
    const { foldersCounted } = limits
    expect(probe.session?.folders).toMatchObject({
      total: 151,
      counted: foldersCounted,
      complete: false,
      messages: 4 + 2 * (foldersCounted - 1),
    })
    expect(server.received.match(/ STATUS /g)).toHaveLength(1 + foldersCounted)
  })

  test('a folder that may be listed and not looked into leaves the others counted', async () => {
    const server = await serving('imap', imap('', { STATUS: '{tag} NO [NOPERM] closed to you\r\n' }))
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 1, complete: false, messages: 4 })
  })

  test('a LIST-STATUS that is offered and refused keeps the list', async () => {
    const list = '* LIST () "/" INBOX\r\n* LIST (\\Junk) "/" Spam\r\n{tag} OK done\r\n'
    const server = await serving(
      'imap',
      imap('LIST-STATUS', { LIST: [list, '{tag} NO [LIMIT] too much\r\n'] }),
    )
    const { probe } = await look(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['folder-sizes refused-by-server'])
    expect(probe.session?.folders).toMatchObject({ total: 2, counted: 0, complete: false })
    expect(probe.session?.folders).not.toHaveProperty('messages')
  })

  test('messages that folders only show are counted once', async () => {
    const names = ['INBOX', 'All', 'Starred', 'Spam', 'Label']
    const roles = ['', '\\All', '\\Flagged', '\\Junk', '']
    const list = names.map((name, index) => `* LIST (${roles[index]}) "/" ${name}\r\n`).join('')
    const statuses = [10, 100, 5, 7, 60].map(
      (count, index) => `* STATUS ${names[index]} (MESSAGES ${count})\r\n`,
    )
    const server = await serving(
      'imap',
      imap('LIST-STATUS SPECIAL-USE', {
        LIST: [`${list}{tag} OK done\r\n`, `${list}${statuses.join('')}{tag} OK done\r\n`],
      }),
    )
    const { probe } = await look(server, 'imap')
    expect(probe.session?.folders).toMatchObject({ total: 5, counted: 5, messages: 107, inUse: 2 })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['closes the connection', (socket) => socket.end()],
    ['says goodbye', (socket) => socket.end('* BYE idle for too long\r\n')],
    ['resets the connection', (socket) => socket.destroy()],
  ])('IDLE is dropped by a server that %s, and that is no failure', async (_how, drop) => {
    const server = await serving(
      'imap',
      imap('IDLE', {
        IDLE: (socket) => {
          socket.write('+ idling\r\n')
          setTimeout(() => drop(socket), 200)
        },
      }),
    )
    const { probe } = await look(server, 'imap', { deep: true })
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.idle).toMatchObject({ entered: true, dropped: true })
    expect(probe.session?.idle?.heldMs).toBeGreaterThan(100)
    expect(probe.phases.find(({ name }) => name === 'logout')?.outcome).toBe('skipped')
    expect(server.received).not.toContain('bye LOGOUT')
  })

  test('IDLE is not held unless a deep probe asks for it', async () => {
    const server = await serving('imap', imap('IDLE'))
    const { probe } = await look(server, 'imap')
    expect(probe.session?.idle).toEqual({ entered: true, ms: expect.any(Number) })
    expect(server.received).toMatch(/IDLE\r\nDONE\r\n/)
  })
})

/** A server with two messages. */
function pop3(more: Record<string, Answer> = {}): Record<string, Answer> {
  return {
    CAPA: '+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN\r\n.\r\n',
    AUTH: '+OK in\r\n',
    STAT: '+OK 2 300\r\n',
    UIDL: '+OK\r\n1 a\r\n2 b\r\n.\r\n',
    'TOP 1 0': '+OK\r\nSubject: a private matter\r\n\r\n.\r\n',
    RSET: '+OK\r\n',
    QUIT: '+OK\r\n',
    ...more,
  }
}

describe('POP3', () => {
  test('nothing of the header that TOP sends is kept or shown', async () => {
    const { probe, lines } = await look(await serving('pop3', pop3()), 'pop3', { keepTranscript: true })
    expect(probe.session?.top).toEqual({ answered: true, headerOnly: true })
    expect(probe.transcript?.map(({ text }) => text)).toContain('TOP 1 0')
    expect(JSON.stringify([probe, lines])).not.toContain('private matter')
  })

  test.each<[string, string, object]>([
    ['refused', '-ERR no TOP\r\n', { answered: false }],
    [
      'with text that was not asked for',
      '+OK\r\nA: b\r\n\r\nHello\r\n.\r\n',
      { answered: true, headerOnly: false },
    ],
    ['with an empty line only', '+OK\r\nA: b\r\n\r\n\r\n.\r\n', { answered: true, headerOnly: true }],
    ['without the line between', '+OK\r\nA: b\r\n.\r\n', { answered: true, headerOnly: true }],
  ])('TOP %s', async (_how, answer, top) => {
    const { probe } = await look(await serving('pop3', pop3({ 'TOP 1 0': answer })), 'pop3')
    expect(failureIn(probe)).toBe('none')
    expect(probe.session?.top).toEqual(top)
  })

  test('unique-ids that differ when they are asked for again', async () => {
    const changing = ['+OK\r\n1 a\r\n2 b\r\n.\r\n', '+OK\r\n1 c\r\n2 d\r\n.\r\n']
    const { probe } = await look(await serving('pop3', pop3({ UIDL: changing })), 'pop3')
    expect(probe.session?.uidl).toEqual({ answered: true, unique: true, stable: false })
  })

  test('a second UIDL that is refused is not told', async () => {
    const server = await serving('pop3', pop3({ UIDL: ['+OK\r\n1 a\r\n.\r\n', '-ERR once only\r\n'] }))
    const { probe } = await look(server, 'pop3')
    expect(failureIn(probe)).toBe('none')
    expect(untold(probe)).toEqual(['uidl-again refused-by-server'])
    expect(probe.session?.uidl).toEqual({ answered: true, unique: true })
    expect(probe.session?.top).toMatchObject({ answered: true })
  })

  test('TOP is not asked of an empty maildrop', async () => {
    const server = await serving('pop3', pop3({ STAT: '+OK 0 0\r\n', UIDL: '+OK\r\n.\r\n' }))
    const { probe } = await look(server, 'pop3')
    expect(probe.session).not.toHaveProperty('top')
    expect(server.received).not.toContain('TOP')
  })
})

/** Folder after folder, until the client hangs up. */
function endless(socket: Socket): void {
  const line = '* LIST () "/" another\r\n'.repeat(500)
  const more = () => {
    while (!socket.destroyed && socket.write(line));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
