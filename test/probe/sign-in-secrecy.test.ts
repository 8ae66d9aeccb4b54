import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EndpointProbe, Protocol } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import type { ProbeOptions, SignInOptions } from '../../src/probe/options.js'
import { failureIn, failureOfProbe, probeOne } from '../support/probing.js'
import {
  onLines,
  type RawServer,
  rawServer,
  type TestCertificate,
  testCertificate,
} from '../support/raw-server.js'

const servers: RawServer[] = []
let trusted: TestCertificate
let untrusted: TestCertificate

beforeAll(async () => {
  ;[trusted, untrusted] = await Promise.all([testCertificate(), testCertificate('self-signed')])
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

const password = 'Corr3ct "horse\\ b%ttery'
const claims = { iss: 'https://login.example.test/', sub: 'person-0815', email: 'person@example.test' }
const token = [{ alg: 'none', typ: 'JWT', kid: '1' }, claims]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2lnbmF0dXJlLW9mLXRoZS10b2tlbg')
  .join('.')
const timestamp = '<1896.697170952@mail.example.test>'

type Answer = (line: string) => string

/** A server of either protocol, inside TLS, that offers what it is told; how it answers the rest is said per connection. */
async function serving(
  protocol: Protocol,
  offered: readonly string[],
  answerOf: (connection: number) => Answer,
  more: { certificate?: TestCertificate; openBefore?: number[] } = {},
): Promise<RawServer> {
  const { certificate = trusted, openBefore = [] } = more
  const imapList = ['IMAP4rev1', 'LOGINDISABLED', ...offered.map((name) => `AUTH=${name}`)].join(' ')
  let connections = 0
  let open = 0
  const server = await rawServer((socket) => {
    connections += 1
    openBefore.push(open)
    open += 1
    socket.once('end', () => {
      open -= 1
    })
    const answer = answerOf(connections)
    socket.write(protocol === 'imap' ? '* OK hello\r\n' : `+OK hello ${timestamp}\r\n`)
    onLines(socket, (line) => {
      const [tag = '', command = ''] = line.split(' ')
      if (command === 'CAPABILITY') socket.write(`* CAPABILITY ${imapList}\r\n${tag} OK done\r\n`)
      else if (line === 'CAPA') socket.write(`+OK\r\nSASL ${offered.join(' ')}\r\n.\r\n`)
      else if (command === 'LOGOUT' || line === 'QUIT') socket.end()
      else socket.write(answer(line))
    })
  }, certificate)
  servers.push(server)
  return server
}

/** Answers each line with the line itself in every place that a server can put words. */
function echoing(protocol: Protocol, challenges: readonly string[]): Answer {
  const left = challenges.map((text) => Buffer.from(text).toString('base64'))
  let tag = ''
  return (line) => {
    if (/ AUTHENTICATE /.test(line)) tag = line.split(' ')[0] ?? ''
    const next = left.shift()
    if (next !== undefined) return `+ ${next}\r\n`
    const shown = `${line} ${Buffer.from(line, 'base64')
      .toString('latin1')
      .replace(/[\r\n\0]/g, ' ')}`
    const words = `[X-${line}] ${shown}`
    return protocol === 'imap' ? `* OK ${shown}\r\n${tag} NO ${words}\r\n` : `-ERR ${words}\r\n`
  }
}

/** Accepts PLAIN, and has an empty mailbox. */
function accepting(protocol: Protocol): Answer {
  let tag = ''
  return (line) => {
    if (protocol === 'pop3')
      return line === 'STAT' ? '+OK 0 0\r\n' : line === 'UIDL' ? '+OK\r\n.\r\n' : '+OK\r\n'
    const [first = '', command = ''] = line.split(' ')
    if (command === 'AUTHENTICATE') {
      tag = first
      return '+ \r\n'
    }
    if (command === '') return `${tag} OK in\r\n`
    return command === 'STATUS'
      ? `* STATUS INBOX (MESSAGES 0)\r\n${first} OK done\r\n`
      : `${first} OK done\r\n`
  }
}

/** All that a user can get to see, with each piece of base64 decoded beside it. */
function everythingShown(
  probe: EndpointProbe,
  lines: readonly TranscriptLine[],
  notices: readonly string[],
): string {
  const text = JSON.stringify([probe, lines, notices])
  const decoded = (text.match(/[A-Za-z0-9+/_-]{8,}={0,2}/g) ?? []).flatMap((piece) =>
    [0, 1, 2, 3].map((start) => Buffer.from(piece.slice(start), 'base64').toString('latin1')),
  )
  return [text, ...decoded].join('\n').toLowerCase()
}

async function signInAt(
  server: RawServer,
  protocol: Protocol,
  signIn: Partial<SignInOptions>,
  more: Partial<ProbeOptions> = {},
) {
  const lines: TranscriptLine[] = []
  const notices: string[] = []
  const kind = signIn.kind ?? 'password'
  const probe = await probeOne(server.port, protocol, 'tls', {
    timeoutMs: 5_000,
    caPem: [trusted.caPem],
    keepTranscript: true,
    signIn: { user: 'demo', secret: new Secret(kind === 'password' ? password : token), ...signIn },
    onLine: (_endpoint, line) => lines.push(line),
    onNotice: (_endpoint, text) => notices.push(text),
    ...more,
  })
  return { probe, shown: everythingShown(probe, lines, notices) }
}

const scramChallenge = 's=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'
const parts = [
  password,
  JSON.stringify(password).slice(1, -1),
  password.slice(0, 12),
  ...token.split('.'),
  claims.sub,
  claims.email,
]

describe.each(['imap', 'pop3'] as const)('%s: a server that echoes everything', (protocol) => {
  test.each<[string, Partial<SignInOptions>, string[]]>([
    ['PLAIN', {}, ['']],
    ['LOGIN', {}, ['Username:', 'Password:']],
    ['XOAUTH2', { kind: 'oauth-token' }, ['']],
    ['OAUTHBEARER', { kind: 'oauth-token' }, ['']],
  ])('shows no secret of %s', async (mechanism, options, challenges) => {
    const server = await serving(protocol, [mechanism], () => echoing(protocol, challenges))
    const { probe, shown } = await signInAt(server, protocol, options)
    expect(failureIn(probe)).toBe('login sign-in-refused')
    expect(shown).toContain('[secret]')
    for (const part of parts) expect(shown).not.toContain(part.toLowerCase())
  })

  test('shows no digest of CRAM-MD5, from which a password can be guessed', async () => {
    const challenge = '<1@mail.example.test>'
    const server = await serving(protocol, ['PLAIN', 'CRAM-MD5'], (connection) =>
      connection === 1 ? accepting(protocol) : echoing(protocol, [challenge]),
    )
    const { probe, shown } = await signInAt(server, protocol, { tryAgain: 'mechanisms' })
    expect(probe.signIn).toMatchObject([
      { outcome: 'accepted' },
      { mechanism: 'CRAM-MD5', outcome: 'refused' },
    ])
    const digest = createHmac('md5', password).update(challenge).digest('hex')
    expect(server.received).toContain(Buffer.from(`demo ${digest}`).toString('base64'))
    expect(shown).not.toContain(digest)
  })

  test('gets no proof of SCRAM shown', async () => {
    const server = await serving(protocol, ['SCRAM-SHA-256'], () => {
      let tag = ''
      let step = 0
      return (line) => {
        step += 1
        if (step === 1) {
          tag = line.split(' ')[0] ?? ''
          const initial = /^AUTH \S+ (\S+)$/.exec(line)?.[1]
          if (initial === undefined) return '+ \r\n'
          step += 1
          return `+ ${serverFirst(initial)}\r\n`
        }
        if (step === 2) return `+ ${serverFirst(line)}\r\n`
        return protocol === 'imap' ? `${tag} NO ${line}\r\n` : `-ERR ${line}\r\n`
      }
    })
    const { probe, shown } = await signInAt(server, protocol, {})
    expect(failureIn(probe)).toBe('login sign-in-refused')
    const final = server.received.split('\r\n').map((line) => Buffer.from(line, 'base64').toString('latin1'))
    const proof = final
      .map((line) => /^c=biws,r=.*,p=(\S{44})$/.exec(line)?.[1])
      .find((one) => one !== undefined)
    expect(proof).toHaveLength(44)
    expect(shown).not.toContain(proof?.toLowerCase())
  })
})

test('POP3: no digest of APOP is shown', async () => {
  const server = await serving('pop3', ['PLAIN'], (connection) =>
    connection === 1 ? accepting('pop3') : echoing('pop3', []),
  )
  const { probe, shown } = await signInAt(server, 'pop3', { tryAgain: 'mechanisms' })
  expect(probe.signIn).toMatchObject([{ outcome: 'accepted' }, { mechanism: 'APOP', outcome: 'refused' }])
  const digest = createHash('md5')
    .update(timestamp + password)
    .digest('hex')
  expect(server.received).toContain(`APOP demo ${digest}`)
  expect(shown).not.toContain(digest)
})

describe.each(['imap', 'pop3'] as const)('%s: a server that breaks the mechanism', (protocol) => {
  // A line for the tag of the command stands as {tag}; POP3 has none.
  const yes = protocol === 'imap' ? '{tag} OK in' : '+OK in'
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const wrongSignature = (nonce: string) => [
    `+ ${base64(`r=${nonce}x,${scramChallenge}`)}`,
    `+ ${base64(`v=${base64('y'.repeat(32))}`)}`,
    yes,
  ]

  test.each<[string, string, (nonce: string) => string[], string]>([
    ['SCRAM: a wrong signature', 'SCRAM-SHA-256', wrongSignature, 'the server does not know the password'],
    [
      'SCRAM: a nonce of its own',
      'SCRAM-SHA-256',
      () => [`+ ${base64(`r=abc,${scramChallenge}`)}`],
      'not ours',
    ],
    [
      'SCRAM: a million rounds and more',
      'SCRAM-SHA-256',
      (nonce) => [`+ ${base64(`r=${nonce}x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001`)}`],
      'more than 1000000 iterations',
    ],
    ['SCRAM: yes without a proof', 'SCRAM-SHA-256', () => [yes], 'before the sign-in was complete'],
    ['LOGIN: yes at once', 'LOGIN', () => [yes], 'before the sign-in was complete'],
    [
      'LOGIN: questions without end',
      'LOGIN',
      () => Array(9).fill(`+ ${base64('again')}`),
      'a third question',
    ],
    ['LOGIN: not base64', 'LOGIN', () => ['+ Username:'], 'not base64'],
    ['PLAIN: challenges without end', 'PLAIN', () => Array(9).fill('+ '), 'a challenge where'],
  ])('%s', async (_what, mechanism, script, message) => {
    const server = await serving(protocol, [mechanism], () => {
      let tag = ''
      let left: string[] | undefined
      return (line) => {
        if (/AUTH/.test(line)) tag = line.split(' ')[0] ?? ''
        const initial = /^AUTH \S+ (\S+)$/.exec(line)?.[1]
        const isScram = mechanism === 'SCRAM-SHA-256'
        const clientFirst = Buffer.from(initial ?? line, 'base64').toString()
        const nonce = /,r=(.*)$/.exec(clientFirst)?.[1]
        // The client's first message is waited for where the script needs its nonce.
        if (isScram && nonce === undefined && left === undefined) return '+ \r\n'
        left ??= script(nonce ?? '')
        const next = line === '*' ? 'no more' : (left.shift() ?? 'no more')
        return `${next.replace('{tag}', tag)}\r\n`
      }
    })
    const { probe } = await signInAt(server, protocol, {})
    expect(failureIn(probe)).toBe('login malformed')
    expect(failureOfProbe(probe)?.message).toContain(message)
    expect(probe.signIn).toMatchObject([{ outcome: 'failed', failure: { cause: 'malformed' } }])
    expect(probe.session).toBeUndefined()
  })

  test('nothing of any secret is sent where the certificate is not verified', async () => {
    for (const options of [{}, { tryAgain: 'mechanisms' }, { kind: 'oauth-token' }] as const) {
      const offered = ['PLAIN', 'LOGIN', 'XOAUTH2', 'SCRAM-SHA-256']
      const server = await serving(protocol, offered, () => accepting(protocol), { certificate: untrusted })
      const { probe } = await signInAt(server, protocol, options)
      expect(probe.phases.find(({ name }) => name === 'login')?.because).toBe(
        'the certificate is not verified',
      )
      expect(server.received).not.toMatch(/AUTH|LOGIN|USER|APOP/)
      expect(probe.signIn).toBeUndefined()
    }
  })
})

test('the further sign-in waits until the first connection is closed', async () => {
  const openBefore: number[] = []
  const server = await serving('pop3', ['PLAIN'], () => accepting('pop3'), { openBefore })
  const { probe } = await signInAt(server, 'pop3', { tryAgain: 'mechanisms' })
  expect(probe.signIn).toHaveLength(2)
  expect(openBefore).toEqual([0, 0])
})

function serverFirst(clientFirst: string): string {
  const nonce = /,r=(.*)$/.exec(Buffer.from(clientFirst, 'base64').toString())?.[1]
  return Buffer.from(`r=${nonce}x,${scramChallenge}`).toString('base64')
}
