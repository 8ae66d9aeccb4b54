import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { because, failureIn, failureOfProbe, outcomes, probeOne } from '../support/probing.js'
import {
  closedPort,
  onLines,
  type RawServer,
  rawServer,
  type Serve,
  type TestCertificate,
  testCertificate,
  upgraded,
} from '../support/raw-server.js'

const servers: RawServer[] = []
let certificate: TestCertificate

beforeAll(async () => {
  certificate = await testCertificate()
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function serving(serve: Serve, inTls = false): Promise<RawServer> {
  const server = await rawServer(serve, inTls ? certificate : undefined)
  servers.push(server)
  return server
}

/** Answers IMAP commands by name; `{tag}` stands for the tag. */
function imap(greeting: string, answers: Record<string, string>): Serve {
  return (socket) => {
    socket.write(greeting)
    onLines(socket, (line) => {
      const [tag = '', name = ''] = line.split(' ')
      socket.write((answers[name] ?? '{tag} BAD no\r\n').replaceAll('{tag}', tag))
    })
  }
}

function flood(line: string): Serve {
  return (socket) => {
    const chunk = line.repeat(1_000)
    const pump = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', pump)
    pump()
  }
}

const greeting = '* OK ready\r\n'
const capability = '* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n'

describe('before anything is said', () => {
  test('a closed port is refused, and the rest is skipped because of it', async () => {
    const probe = await probeOne(await closedPort(), 'imap', 'tls')
    expect(failureIn(probe)).toBe('tcp refused')
    expect(outcomes(probe)).toEqual([
      'dns skipped',
      'tcp failed',
      'tls skipped',
      'greeting skipped',
      'capability skipped',
      'logout skipped',
    ])
    expect(because(probe, 'greeting')).toBe('the phase tcp failed')
  })

  const atOnce: Record<string, Serve> = {
    'closed-before-server-hello': (socket) => socket.end(),
    reset: (socket) => {
      setTimeout(() => socket.resetAndDestroy(), 20)
    },
    'not-tls': (socket) => socket.write('* OK clear text\r\n'),
    'timed-out': () => {},
  }
  test.each(Object.entries(atOnce))('TLS that is %s', async (cause, serve) => {
    const server = await serving(serve)
    expect(failureIn(await probeOne(server.port, 'imap', 'tls', { timeoutMs: 600 }))).toBe(`tls ${cause}`)
  })

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['220 mail.example.test ESMTP\r\n'],
    ['+OK POP3 ready\r\n'],
  ])('TLS on a port that says %j', async (text) => {
    const server = await serving((socket) => socket.write(text))
    expect(failureIn(await probeOne(server.port, 'imap', 'tls'))).toBe('tls not-tls')
  })

  test('a client certificate that is demanded shows in the greeting', async () => {
    const server = await rawServer((socket) => socket.write(greeting), certificate, true)
    servers.push(server)
    const probe = await probeOne(server.port, 'imap', 'tls')
    expect(failureIn(probe)).toBe('greeting client-certificate-required')
  })
})

describe('the greeting', () => {
  const inClear: [string, Serve, string][] = [
    ['silent', () => {}, 'timed-out'],
    ['closed', (socket) => socket.end(), 'closed'],
    ['BYE', (socket) => socket.end('* BYE [UNAVAILABLE] busy\r\n'), 'bye'],
    ['PREAUTH', (socket) => socket.write('* PREAUTH hello\r\n'), 'preauth'],
    ['SMTP', (socket) => socket.write('220 mail ESMTP\r\n'), 'not-this-protocol'],
    ['POP3', (socket) => socket.write('+OK ready\r\n'), 'not-this-protocol'],
    ['HTTP', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-this-protocol'],
    ['endless', (socket) => flood('x')(socket), 'too-much-data'],
    ['dripping', drip, 'timed-out'],
  ]
  test.each(inClear)('IMAP %s', async (_name, serve, cause) => {
    const server = await serving(serve)
    const probe = await probeOne(server.port, 'imap', 'starttls', { timeoutMs: 700 })
    expect(failureIn(probe)).toBe(`greeting ${cause}`)
    expect(because(probe, 'starttls')).toBe('the phase greeting failed')
  })

  test('keeps code and words of the refusal', async () => {
    const server = await serving((socket) => socket.end('* BYE [UNAVAILABLE] too \u001b[31mbusy\r\n'))
    const probe = await probeOne(server.port, 'imap', 'none')
    expect(failureOfProbe(probe)).toMatchObject({ code: 'UNAVAILABLE', serverText: 'too [31mbusy' })
    expect(probe.greeting).toEqual({ status: 'bye', text: 'too [31mbusy', insideTls: false })
  })

  test('POP3 refusing service', async () => {
    const server = await serving((socket) => socket.end('-ERR [SYS/TEMP] later\r\n'))
    const probe = await probeOne(server.port, 'pop3', 'none')
    expect(failureIn(probe)).toBe('greeting bye')
    expect(failureOfProbe(probe)).toMatchObject({ code: 'SYS/TEMP', serverText: 'later' })
    expect(probe.greeting?.status).toBe('err')
  })

  test('nothing is sent to a server of another protocol', async () => {
    const server = await serving((socket) => socket.write('220 mail ESMTP\r\n'))
    await probeOne(server.port, 'imap', 'none')
    expect(server.received).toBe('')
  })
})

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 10)
  socket.once('close', () => clearInterval(timer))
}

describe('the capability answer', () => {
  test.each([
    ['a flood of untagged lines', greeting, '* OK more\r\n'.repeat(6_000), 'too-much-data'],
    ['a literal', greeting, '* CAPABILITY {900000000}\r\n', 'malformed'],
    ['another tag', greeting, 'zz9 OK done\r\n', 'malformed'],
    ['a continuation', greeting, '+ go on\r\n', 'malformed'],
    ['no list', greeting, '{tag} OK done\r\n', 'malformed'],
    ['BAD', greeting, '{tag} BAD unknown\r\n', 'refused-by-server'],
    ['goodbye', greeting, '* BYE idle too long\r\n', 'bye'],
  ])('IMAP with %s', async (name, hello, answer, cause) => {
    const server = await serving((socket) => {
      imap(hello, { CAPABILITY: answer })(socket)
      if (name === 'goodbye') onLines(socket, () => socket.end())
    })
    expect(failureIn(await probeOne(server.port, 'imap', 'none'))).toBe(`capability ${cause}`)
  })

  test('a flood without end stops at the limit', async () => {
    const server = await serving((socket) => {
      socket.write(greeting)
      onLines(socket, () => flood('* OK more and more and more\r\n')(socket))
    })
    expect(failureIn(await probeOne(server.port, 'imap', 'none'))).toBe('capability too-much-data')
  })

  test('POP3 without CAPA is no fault', async () => {
    const server = await serving((socket) => {
      socket.write('+OK ready\r\n')
      onLines(socket, () => socket.write('-ERR unknown command\r\n'))
    })
    const probe = await probeOne(server.port, 'pop3', 'none')
    expect(failureIn(probe)).toBe('none')
    expect(probe.capabilities).toBeUndefined()
  })

  test.each(['none', 'starttls'] as const)(
    'IMAP answering before it was asked is stopped, %s',
    async (security) => {
      const early = `${greeting}* CAPABILITY IMAP4rev1 STARTTLS X-EARLY\r\n`
      const server = await serving(imap(early, { CAPABILITY: capability, STARTTLS: '{tag} NO\r\n' }))
      const probe = await probeOne(server.port, 'imap', security)
      expect(failureIn(probe)).toBe('capability injected-data')
      // Shown as evidence of what was slipped in, and believed nowhere.
      expect(JSON.stringify(probe.capabilities ?? {})).not.toContain('X-EARLY')
      expect(server.received).not.toContain('CAPABILITY')
    },
  )

  test('inside TLS nobody on the path can have said it', async () => {
    const early = `${greeting}* OK [ALERT] down tonight\r\n`
    const server = await serving(imap(early, { CAPABILITY: capability }), true)
    const probe = await probeOne(server.port, 'imap', 'tls', { caPem: [certificate.caPem] })
    expect(failureIn(probe)).toBe('none')
  })

  test('POP3 answering before it was asked is stopped', async () => {
    const server = await serving((socket) => socket.write('+OK ready\r\n+OK\r\nSTLS\r\n.\r\n+OK\r\n'))
    expect(failureIn(await probeOne(server.port, 'pop3', 'starttls'))).toBe('capability injected-data')
  })
})

describe('STARTTLS', () => {
  const answers: [string, string, string][] = [
    ['refused', '{tag} NO not now\r\n', 'starttls refused-by-server'],
    ['unknown', '{tag} BAD what\r\n', 'starttls refused-by-server'],
    [
      'followed by a line in clear',
      '{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n',
      'starttls injected-data',
    ],
    ['followed by half a line in clear', '{tag} OK go\r\n* CAP', 'starttls injected-data'],
  ]
  test.each(answers)('%s', async (_name, answer, expected) => {
    const server = await serving(imap(greeting, { CAPABILITY: capability, STARTTLS: answer }))
    const probe = await probeOne(server.port, 'imap', 'starttls', { timeoutMs: 1_500 })
    expect(failureIn(probe)).toBe(expected)
    expect(probe.capabilities?.beforeTls).toEqual(['IMAP4rev1', 'STARTTLS'])
    expect(probe.capabilities?.afterTls).toBeUndefined()
    expect(probe.sasl).toBeUndefined()
  })

  test.each([
    ['* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n', 'STARTTLS was refused'],
    ['* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n', 'the server does not offer STARTTLS'],
  ])('refused where the list was %j', async (list, message) => {
    const server = await serving(imap(greeting, { CAPABILITY: list, STARTTLS: '{tag} BAD what\r\n' }))
    const probe = await probeOne(server.port, 'imap', 'starttls')
    expect(failureOfProbe(probe)).toMatchObject({ cause: 'refused-by-server', message })
  })

  test('accepted and then silent', async () => {
    const server = await serving(imap(greeting, { CAPABILITY: capability, STARTTLS: '{tag} OK go\r\n' }))
    expect(failureIn(await probeOne(server.port, 'imap', 'starttls', { timeoutMs: 500 }))).toBe(
      'tls timed-out',
    )
  })

  test('accepted and then closed', async () => {
    const server = await serving((socket) => {
      socket.write('+OK ready\r\n')
      onLines(socket, (line) =>
        line === 'STLS' ? socket.end('+OK go\r\n') : socket.write('+OK\r\nSTLS\r\n.\r\n'),
      )
    })
    const probe = await probeOne(server.port, 'pop3', 'starttls')
    expect(failureIn(probe)).toMatch(/^tls (closed-before-server-hello|reset)$/)
  })

  test('a goodbye is said where STARTTLS was refused', async () => {
    const server = await serving(imap(greeting, { CAPABILITY: capability, STARTTLS: '{tag} NO\r\n' }))
    const probe = await probeOne(server.port, 'imap', 'starttls')
    expect(outcomes(probe)).toContain('logout observed')
    await expect.poll(() => server.received).toMatch(/CAPABILITY\r\n\S+ STARTTLS\r\n\S+ LOGOUT\r\n$/)
  })

  test('nothing said in clear is believed afterwards', async () => {
    const server = await serving((socket) => {
      socket.write('+OK ready\r\n')
      onLines(socket, (line) => {
        if (line === 'CAPA') socket.write('+OK\r\nSTLS\r\nSASL CRAM-MD5\r\nIMPLEMENTATION Liar\r\n.\r\n')
        if (line !== 'STLS') return
        socket.write('+OK go\r\n', () => {
          const secured = upgraded(socket, certificate)
          onLines(secured, (inside) => {
            if (inside === 'CAPA')
              secured.write('+OK\r\nuidl\r\nSASL plain\r\nimplementation Mail 1.0\r\n..odd\r\n.\r\n')
          })
        })
      })
    })
    const probe = await probeOne(server.port, 'pop3', 'starttls', { caPem: [certificate.caPem] })
    expect(failureIn(probe)).toBe('none')
    expect(probe.tls).toMatchObject({ verified: true, protocol: 'TLSv1.3' })
    expect(probe.capabilities?.afterTls).toEqual(['UIDL', 'SASL PLAIN', 'IMPLEMENTATION Mail 1.0', '.ODD'])
    expect(probe).toMatchObject({ sasl: ['PLAIN'], software: 'Mail 1.0', connections: 1 })
  })
})

test('a probe that is cancelled ends at once and says so', async () => {
  const abort = new AbortController()
  const server = await serving((socket) => {
    socket.write('')
    abort.abort()
  })
  const probe = await probeOne(server.port, 'imap', 'starttls', { signal: abort.signal })
  expect(failureIn(probe)).toMatch(/^(tcp|greeting) cancelled$/)
})
