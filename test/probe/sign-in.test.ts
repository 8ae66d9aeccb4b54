import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Protocol } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { endpointAt, failureIn, failureOfProbe, optionsFor, outcomes, probeOne } from '../support/probing.js'
import {
  onLines,
  type RawServer,
  rawServer,
  type TestCertificate,
  testCertificate,
} from '../support/raw-server.js'

const servers: RawServer[] = []
let certificate: TestCertificate

beforeAll(async () => {
  certificate = await testCertificate()
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

type Answer = string | ((socket: Socket) => void)

/** A server inside TLS that answers by the first word that matches; `{tag}` stands for an IMAP tag. */
async function serving(protocol: Protocol, answers: Record<string, Answer>): Promise<RawServer> {
  const server = await rawServer((socket) => {
    socket.write(protocol === 'imap' ? '* OK hello\r\n' : '+OK hello\r\n')
    onLines(socket, (line) => {
      const [tag = '', name = ''] = protocol === 'imap' ? line.split(' ') : ['', line.split(' ')[0]]
      const answer =
        answers[name] ?? answers['*'] ?? (protocol === 'imap' ? '{tag} BAD what\r\n' : '-ERR what\r\n')
      if (typeof answer === 'string') socket.write(answer.replaceAll('{tag}', tag))
      else answer(socket)
    })
  }, certificate)
  servers.push(server)
  return server
}

async function signIn(
  server: RawServer,
  protocol: Protocol,
  password = 'pass word',
  timeoutMs = 3_000,
  ownWords: string[] = [],
) {
  const lines: TranscriptLine[] = []
  const probe = await probeOne(server.port, protocol, 'tls', {
    timeoutMs,
    caPem: [certificate.caPem],
    signIn: { user: 'demo', secret: new Secret(password) },
    onLine: (_endpoint, line) => lines.push(line),
  })
  // The mechanism is our own word, and may be the same as the password.
  const theirs = JSON.stringify([probe, lines], (key, value) => (ownWords.includes(key) ? undefined : value))
  expect(theirs).not.toContain(password)
  return probe
}

const pop3 = {
  CAPA: '+OK\r\nUIDL\r\nSASL PLAIN\r\n.\r\n',
  AUTH: '+OK in\r\n',
  RSET: '+OK\r\n',
  QUIT: '+OK\r\n',
}
const imap = {
  CAPABILITY: '* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n',
  LOGIN: '{tag} OK [CAPABILITY IMAP4rev1 QUOTA] in\r\n',
  STATUS: '* STATUS INBOX (MESSAGES 4)\r\n{tag} OK done\r\n',
  GETQUOTAROOT: '* QUOTAROOT INBOX ""\r\n{tag} OK done\r\n',
}

describe('POP3', () => {
  test.each<[string, string, string | undefined, string]>([
    ['with a code', '-ERR [AUTH] wrong\r\n', 'AUTH', 'wrong'],
    ['without one', '-ERR wrong\r\n', undefined, 'wrong'],
    ['that echoes the password', '-ERR no: pass word\r\n', undefined, 'no: [secret]'],
  ])('a refusal %s', async (_how, answer, code, serverText) => {
    const server = await serving('pop3', { ...pop3, AUTH: answer })
    const probe = await signIn(server, 'pop3')
    expect(failureIn(probe)).toBe('login sign-in-refused')
    expect(failureOfProbe(probe)).toEqual(expect.objectContaining({ ...(code && { code }), serverText }))
    expect(server.received).not.toContain('USER')
    expect(server.received).not.toContain('PASS ')
  })

  test.each<[string, Answer, string]>([
    ['closed', (socket) => socket.end(), 'closed'],
    ['silent', () => {}, 'timed-out'],
    ['not POP3', 'what is this\r\n', 'malformed'],
  ])('an answer that is %s is no refusal', async (_how, answer, cause) => {
    const server = await serving('pop3', { ...pop3, AUTH: answer })
    expect(failureIn(await signIn(server, 'pop3', 'pass word', 700))).toBe(`login ${cause}`)
  })

  test('USER and PASS where there is no SASL, and nothing after USER was refused', async () => {
    const capa = '+OK\r\nUSER\r\nUIDL\r\n.\r\n'
    const working = await serving('pop3', {
      ...pop3,
      CAPA: capa,
      USER: '+OK\r\n',
      PASS: '+OK\r\n',
      STAT: '+OK 0 0\r\n',
    })
    const probe = await signIn(working, 'pop3')
    expect(probe.session).toMatchObject({ mechanism: 'USER/PASS', messages: 0, uidl: { answered: false } })
    expect(working.received).toContain('PASS pass word\r\n')
    const refusing = await serving('pop3', { ...pop3, CAPA: capa, USER: '-ERR no\r\n' })
    expect(failureIn(await signIn(refusing, 'pop3'))).toBe('login sign-in-refused')
    expect(refusing.received).not.toContain('PASS')
  })

  test('a server without any way to sign in by password refuses nobody', async () => {
    const server = await serving('pop3', {
      ...pop3,
      CAPA: '+OK\r\nSASL XOAUTH2\r\n.\r\n',
      USER: '-ERR unknown\r\n',
    })
    expect(failureIn(await signIn(server, 'pop3'))).toBe('login refused-by-server')
    expect(server.received).not.toContain('PASS')
  })

  test('a long password does not go beyond the length of a command line', async () => {
    const password = 'p'.repeat(300)
    const server = await serving('pop3', { ...pop3, AUTH: '+ \r\n', '*': '-ERR no\r\n' })
    await signIn(server, 'pop3', password)
    expect(server.received).toContain('AUTH PLAIN\r\n')
    expect(server.received).toContain(`\r\n${Buffer.from(`\0demo\0${password}`).toString('base64')}\r\n`)
  })

  test('a server that knows no initial response gets it once more, and only once', async () => {
    const response = Buffer.from('\0demo\0pass word').toString('base64')
    const server = await serving('pop3', { ...pop3, AUTH: '+ \r\n', [response]: '-ERR [AUTH] no\r\n' })
    const probe = await signIn(server, 'pop3')
    expect(failureOfProbe(probe)).toMatchObject({ cause: 'sign-in-refused', code: 'AUTH' })
    expect(server.received.split('\r\n').filter((line) => line.endsWith(response))).toEqual([
      `AUTH PLAIN ${response}`,
      response,
    ])
  })

  test.each([['+OK\r\n'], ['+OK -5 -7\r\n'], ['+OK 1\r\n'], ['+OK 1e3 5\r\n']])(
    'STAT answered by %j is malformed',
    async (answer) => {
      const server = await serving('pop3', { ...pop3, STAT: answer })
      const probe = await signIn(server, 'pop3')
      expect(failureIn(probe)).toBe('session malformed')
      expect(probe.session).toEqual({ mechanism: 'PLAIN' })
    },
  )

  test('a refusal in the session keeps its code', async () => {
    const server = await serving('pop3', { ...pop3, STAT: '-ERR [SYS/TEMP] later\r\n' })
    expect(failureOfProbe(await signIn(server, 'pop3'))).toMatchObject({
      cause: 'refused-by-server',
      code: 'SYS/TEMP',
      serverText: 'later',
    })
  })

  test('a password that is echoed as a code, or is a word of the protocol', async () => {
    const echoing = await serving('pop3', { ...pop3, AUTH: '-ERR [HunTer2] no\r\n' })
    const refused = await signIn(echoing, 'pop3', 'hunter2')
    expect(JSON.stringify(refused)).not.toMatch(/hunter2/i)
    const server = await serving('pop3', { ...pop3, STAT: '+OK 0 0\r\n', UIDL: '+OK\r\n.\r\n' })
    const probe = await signIn(server, 'pop3', 'PLAIN', 3_000, ['mechanism'])
    expect(probe.session).toMatchObject({ mechanism: 'PLAIN', messages: 0 })
    expect(probe.sasl).toEqual(['[secret]'])
  })

  test.each<[string, string, object]>([
    ['unique', '+OK\r\n1 a\r\n2 b\r\n.\r\n', { answered: true, unique: true, stable: true }],
    ['doubled', '+OK\r\n1 a\r\n2 a\r\n.\r\n', { answered: true, unique: false, stable: true }],
    ['empty', '+OK\r\n.\r\n', { answered: true, unique: true }],
    ['refused', '-ERR no\r\n', { answered: false }],
  ])('UIDL %s', async (_how, answer, uidl) => {
    const server = await serving('pop3', { ...pop3, STAT: '+OK 2 300\r\n', UIDL: answer })
    const probe = await signIn(server, 'pop3')
    expect(failureIn(probe)).toBe('none')
    const top = { answered: false }
    expect(probe.session).toEqual({ mechanism: 'PLAIN', messages: 2, bytes: 300, uidl, top })
    await expect.poll(() => server.received).toMatch(/UIDL\r\nTOP 1 0\r\nRSET\r\nQUIT\r\n$/)
  })

  test.each<[string, Answer, string]>([
    ['closed in the middle', (socket) => socket.end('+OK\r\n1 a\r\n2'), 'closed'],
    ['silent in the middle', '+OK\r\n1 a\r\n', 'timed-out'],
  ])('UIDL %s', async (_how, answer, cause) => {
    const server = await serving('pop3', { ...pop3, STAT: '+OK 2 300\r\n', UIDL: answer })
    expect(failureIn(await signIn(server, 'pop3', 'pass word', 900))).toBe(`session ${cause}`)
  })

  test('UIDL of a large maildrop', async () => {
    const list = Array.from({ length: 30_000 }, (_, index) => `${index + 1} id-${index}\r\n`).join('')
    const server = await serving('pop3', { ...pop3, STAT: '+OK 30000 1\r\n', UIDL: `+OK\r\n${list}.\r\n` })
    const { session } = await signIn(server, 'pop3')
    expect(session).toMatchObject({ messages: 30_000, uidl: { answered: true, unique: true } })
  })
})

describe('IMAP', () => {
  test('reads the session without selecting anything', async () => {
    const server = await serving('imap', { ...imap, LIST: '{tag} OK done\r\n', LSUB: '{tag} OK done\r\n' })
    const probe = await signIn(server, 'imap')
    expect(failureIn(probe)).toBe('none')
    const folders = { total: 0, depth: 0, roles: [], counted: 0, complete: true }
    expect(probe.session).toEqual({ mechanism: 'LOGIN command', messages: 4, folders })
    expect(probe.capabilities?.afterLogin).toEqual(['IMAP4rev1', 'QUOTA'])
    await expect.poll(() => server.received).toMatch(/ LOGOUT\r\n$/)
    expect(server.received).not.toMatch(/SELECT|EXAMINE|FETCH|ENABLE|COMPRESS/)
  })

  test.each<[string, string, string, string]>([
    ['NO with a code', '{tag} NO [AUTHENTICATIONFAILED] wrong\r\n', 'AUTHENTICATIONFAILED', 'wrong'],
    ['BAD', '{tag} BAD syntax\r\n', 'BAD', 'syntax'],
    ['NO that echoes', '{tag} NO [ALERT] not "pass word"\r\n', 'ALERT', 'not "[secret]"'],
  ])('a refusal by %s', async (_how, answer, code, serverText) => {
    const server = await serving('imap', { ...imap, LOGIN: answer })
    const probe = await signIn(server, 'imap')
    expect(failureIn(probe)).toBe('login sign-in-refused')
    expect(failureOfProbe(probe)).toMatchObject({ code, serverText })
    expect(server.received.match(/ LOGIN /g)).toHaveLength(1)
    expect(outcomes(probe)).toContain('logout observed')
    await expect.poll(() => server.received).toMatch(/ LOGOUT\r\n$/)
  })

  test.each<[string, Answer, string]>([
    ['closed', (socket) => socket.end(), 'closed'],
    ['goodbye', (socket) => socket.end('* BYE [UNAVAILABLE] too many connections\r\n'), 'bye'],
    ['silent', () => {}, 'timed-out'],
    ['an endless line', (socket) => endless(socket, 'x'), 'too-much-data'],
    ['an endless flood', (socket) => endless(socket, '* OK more\r\n'), 'too-much-data'],
    ['a huge literal', '* OK {900000000}\r\n', 'too-much-data'],
    ['another word', '{tag} WHAT is this\r\n', 'malformed'],
  ])('an answer that is %s is no refusal', async (_how, answer, cause) => {
    const server = await serving('imap', { ...imap, LOGIN: answer })
    const timeoutMs = cause === 'timed-out' ? 700 : 9_000
    expect(failureIn(await signIn(server, 'imap', 'pass word', timeoutMs))).toBe(`login ${cause}`)
  })

  test("being told to slow down is said in the server's words, at once", async () => {
    const words = 'Request is throttled. Suggested Backoff Time: 92415 milliseconds'
    const server = await serving('imap', { ...imap, LOGIN: `{tag} BAD ${words}\r\n` })
    expect(failureOfProbe(await signIn(server, 'imap'))).toMatchObject({
      cause: 'refused-by-server',
      code: 'ETHROTTLE',
      serverText: words,
    })
  })

  test.each([
    ['PLAIN', 'AUTH=PLAIN', 'AUTHENTICATE', 'PLAIN'],
    ['LOGINDISABLED', 'LOGINDISABLED AUTH=PLAIN', 'AUTHENTICATE', 'PLAIN'],
  ])('a password that is the word %s', async (password, list, command, mechanism) => {
    const server = await serving('imap', {
      ...imap,
      CAPABILITY: `* CAPABILITY IMAP4rev1 SASL-IR ${list}\r\n{tag} OK done\r\n`,
      [command]: '{tag} OK in\r\n',
    })
    const probe = await signIn(server, 'imap', password, 3_000, ['mechanism'])
    expect(probe.session?.mechanism).toBe(mechanism)
    expect(server.received).toContain('AUTHENTICATE PLAIN')
  })

  test('a password that a capability or a code echoes in another case', async () => {
    const server = await serving('imap', {
      ...imap,
      CAPABILITY: '* CAPABILITY IMAP4rev1 X-hunter2\r\n{tag} OK done\r\n',
      LOGIN: '{tag} NO [X-HuNter2] no\r\n',
    })
    const probe = await signIn(server, 'imap', 'hunter2')
    expect(failureIn(probe)).toBe('login sign-in-refused')
    expect(JSON.stringify(probe)).not.toMatch(/hunter2/i)
  })

  test.each<[string, Record<string, Answer>, string]>([
    ['STATUS: a drop', { STATUS: (socket) => socket.end() }, 'closed'],
    ['STATUS: a goodbye', { STATUS: (socket) => socket.end('* BYE away\r\n') }, 'bye'],
    ['STATUS: a flood', { STATUS: (socket) => endless(socket, '* OK more\r\n') }, 'too-much-data'],
    ['STATUS: a huge literal', { STATUS: '* STATUS {900000000}\r\n' }, 'too-much-data'],
    ['STATUS: another word', { STATUS: '{tag} WHAT\r\n' }, 'malformed'],
    ['GETQUOTAROOT: a drop', { GETQUOTAROOT: (socket) => socket.end() }, 'closed'],
    ['GETQUOTAROOT: a huge literal', { GETQUOTAROOT: '* QUOTA {900000000}\r\n' }, 'too-much-data'],
    ['GETQUOTAROOT: slow down', { GETQUOTAROOT: '{tag} BAD Request is throttled\r\n' }, 'refused-by-server'],
  ])('%s is called what it is', async (_how, answers, cause) => {
    const server = await serving('imap', { ...imap, ...answers })
    expect(failureIn(await signIn(server, 'imap', 'pass word', 9_000))).toBe(`session ${cause}`)
  })

  test('a refused quota is no failure', async () => {
    const server = await serving('imap', { ...imap, GETQUOTAROOT: '{tag} NO no quota\r\n' })
    expect(failureIn(await signIn(server, 'imap'))).toBe('none')
  })

  test('LOGINDISABLED and no mechanism: no password is sent', async () => {
    const server = await serving('imap', {
      CAPABILITY: '* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n{tag} OK\r\n',
    })
    expect(failureIn(await signIn(server, 'imap'))).toBe('login refused-by-server')
    expect(server.received).not.toMatch(/pass word|AUTHENTICATE/)
  })

  test('what comes with the yes in one piece is not lost', async () => {
    const answer = '{tag} OK [CAPABILITY IMAP4rev1] in\r\n* BYE said ahead\r\n'
    const server = await serving('imap', { ...imap, LOGIN: answer })
    expect(failureOfProbe(await signIn(server, 'imap'))).toMatchObject({
      cause: 'bye',
      serverText: 'said ahead',
    })
  })

  test('a capability list is that of the session, also where the server gives it only when asked', async () => {
    let asked = 0
    const server = await serving('imap', {
      ...imap,
      CAPABILITY: (socket) => {
        asked += 1
        const tag = server.received.trimEnd().split('\r\n').at(-1)?.split(' ')[0]
        socket.write(`* CAPABILITY IMAP4rev1${asked > 1 ? ' X-AFTER' : ''}\r\n${tag} OK done\r\n`)
      },
      LOGIN: '{tag} OK in\r\n',
    })
    const { capabilities } = await signIn(server, 'imap')
    expect(capabilities?.afterTls).toEqual(['IMAP4rev1'])
    expect(capabilities?.afterLogin).toEqual(['IMAP4rev1', 'X-AFTER'])
  })

  test('signed in without a mailbox is no refusal', async () => {
    const capability = '* CAPABILITY IMAP4rev1 NAMESPACE\r\n{tag} OK done\r\n'
    const server = await serving('imap', {
      ...imap,
      CAPABILITY: capability,
      LOGIN: '{tag} OK in\r\n',
      NAMESPACE: '{tag} BAD User is authenticated but not connected.\r\n',
    })
    const probe = await signIn(server, 'imap')
    expect(failureIn(probe)).toBe('login refused-by-server')
    expect(probe.signIn).toMatchObject([{ mechanism: 'LOGIN command', outcome: 'accepted' }])
  })
})

test('IMAP signed in where there is no INBOX', async () => {
  const server = await serving('imap', { ...imap, STATUS: '{tag} NO none\r\n', LIST: '{tag} OK done\r\n' })
  expect(failureIn(await signIn(server, 'imap'))).toBe('session refused-by-server')
})

test('IMAP signed in to a mailbox that cannot be opened', async () => {
  const server = await serving('imap', { ...imap, STATUS: '{tag} NO [SERVERBUG] no mailbox here\r\n' })
  const probe = await signIn(server, 'imap')
  expect(failureIn(probe)).toBe('session refused-by-server')
  expect(failureOfProbe(probe)).toMatchObject({ code: 'SERVERBUG', serverText: 'no mailbox here' })
  expect(probe.session).toEqual({ mechanism: 'LOGIN command' })
  expect(outcomes(probe)).toContain('logout observed')
})

test('a guess that is corrected does not try again after a refusal elsewhere', async () => {
  const refusing = await serving('pop3', { ...pop3, AUTH: '-ERR [AUTH] wrong\r\n' })
  const guessed = await serving('pop3', pop3)
  const probes = await probeEndpoints(
    [endpointAt(refusing.port, 'pop3', 'tls'), endpointAt(guessed.port, 'imap', 'tls')],
    optionsFor([refusing.port, guessed.port], {
      caPem: [certificate.caPem],
      asked: ['named', 'guessed'],
      signIn: { user: 'demo', secret: new Secret('pass word') },
    }),
  )
  expect(probes.map(failureIn)).toEqual(['login sign-in-refused', 'none'])
  expect(probes[1]).toMatchObject({ endpoint: { protocol: 'pop3' }, connections: 2 })
  expect(guessed.received).not.toContain('AUTH')
})

test.each<[string, [Protocol, 'guessed' | 'named'][], number]>([
  [
    'two guesses',
    [
      ['imap', 'guessed'],
      ['imap', 'guessed'],
    ],
    1,
  ],
  [
    'a named port and a guess',
    [
      ['imap', 'named'],
      ['imap', 'guessed'],
    ],
    1,
  ],
  [
    'two guesses that prove wrong',
    [
      ['pop3', 'guessed'],
      ['pop3', 'guessed'],
    ],
    1,
  ],
  [
    'a named port and a guess that proves wrong',
    [
      ['pop3', 'named'],
      ['pop3', 'guessed'],
    ],
    1,
  ],
])('%s sign in once for the account', async (_what, spoken, signIns) => {
  const made = await Promise.all(
    spoken.map(([protocol]) => serving(protocol, protocol === 'imap' ? imap : pop3)),
  )
  const ports = made.map(({ port }) => port)
  await probeEndpoints(
    spoken.map(([protocol, asked], index) =>
      endpointAt(ports[index] ?? 0, asked === 'guessed' ? 'imap' : protocol, 'tls'),
    ),
    optionsFor(ports, {
      caPem: [certificate.caPem],
      asked: spoken.map(([, asked]) => asked),
      signIn: { user: 'demo', secret: new Secret('pass word') },
    }),
  )
  const received = made.map((server) => server.received).join('')
  expect(received.match(/ LOGIN |AUTH PLAIN/g)).toHaveLength(signIns)
})

function endless(socket: Socket, line: string): void {
  const chunk = line.repeat(2_000)
  const pump = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', pump)
  pump()
}
