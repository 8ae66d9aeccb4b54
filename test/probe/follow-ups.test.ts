import { afterAll, describe, expect, test } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { ScenarioEndpoint } from '../../src/model/index.js'
import { failureIn, lookOf, looksOf, probeFirst, probeOne, probeScenario } from '../support/probing.js'
import { onLines, type RawServer, rawServer, type Serve, testCertificate } from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function serving(...wish: Parameters<typeof rawServer>): Promise<RawServer> {
  const server = await rawServer(...wish)
  servers.push(server)
  return server
}

const imaps: ScenarioEndpoint = { protocol: 'imap', port: 993, security: 'tls' }
const imap: ScenarioEndpoint = { protocol: 'imap', port: 143, security: 'starttls' }
const pops: ScenarioEndpoint = { protocol: 'pop3', port: 995, security: 'tls' }
const pop: ScenarioEndpoint = { protocol: 'pop3', port: 110, security: 'starttls' }

describe('a healthy server', () => {
  test('is left alone after one connection each', async () => {
    const { probes, simulation } = await probeScenario(loadScenario('demo'))
    expect(probes.map(looksOf)).toEqual([[], [], [], []])
    expect(probes.map(({ connections }) => connections)).toEqual([1, 1, 1, 1])
    expect(simulation.connections).toBe(4)
    expect(probes.every((probe) => probe.followUps === undefined)).toBe(true)
  })

  test('is compared only when asked to', async () => {
    const { probes, simulation } = await probeScenario(loadScenario('demo'), undefined, { deep: true })
    const expected = ['legacy-tls protocol-version', 'without-sni observed', 'with-alpn observed']
    expect(probes.map(looksOf)).toEqual([expected, expected, expected, expected])
    expect(probes.map(({ connections }) => connections)).toEqual([4, 4, 4, 4])
    expect(simulation.connections).toBe(16)
    expect(simulation.handshakes.filter(({ serverName }) => serverName === undefined)).toHaveLength(4)
  })

  test('is left politely after every look', async () => {
    // Gentle waits for the end of each connection.
    const more = { deep: true, gentle: true }
    const { simulation } = await probeScenario(loadScenario('demo'), undefined, more)
    const goodbyes = simulation.log.filter(({ line }) => /LOGOUT$|^QUIT$/.test(line))
    // A handshake that is refused leaves nobody to say goodbye to.
    expect(goodbyes).toHaveLength(16 - 4)
  })
})

/** Nothing but time-outs: whether another look begins depends on the time that the first left. */
function expectSilence([first, ...others]: string[], expected: string): void {
  expect(first).toBe(expected)
  for (const other of others) expect(other).toMatch(/ timed-out$/)
}

describe('plaintext-look', () => {
  const answers: [string, Serve, object][] = [
    ['IMAP', (socket) => socket.write('* OK ready\r\n'), { status: 'ok', text: 'ready', insideTls: false }],
    ['SMTP', (socket) => socket.write('220 mail ESMTP\r\n'), { status: 'other', text: '220 mail ESMTP' }],
    [
      'HTTP, which waits for its client',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      { status: 'other', text: 'HTTP/1.1 400 Bad Request' },
    ],
  ]
  test.each(answers)('at %s', async (_name, serve, greeting) => {
    const probe = await probeOne((await serving(serve)).port, 'imap', 'tls', { timeoutMs: 4_000 })
    expect(failureIn(probe)).toBe('tls not-tls')
    expect(looksOf(probe)).toEqual(['plaintext-look observed'])
    expect(lookOf(probe, 'plaintext-look')?.greeting).toMatchObject(greeting)
    expect(probe.connections).toBe(2)
  })

  test('reads what is offered in clear and takes its leave', async () => {
    const server = await serving((socket) => {
      socket.write('+OK ready\r\n')
      onLines(socket, (line) => socket.write(line === 'CAPA' ? '+OK\r\nSTLS\r\n.\r\n' : '+OK bye\r\n'))
    })
    const probe = await probeOne(server.port, 'pop3', 'tls', { gentle: true })
    expect(lookOf(probe, 'plaintext-look')).toMatchObject({ outcome: 'observed', capabilities: ['STLS'] })
    expect(server.received).toMatch(/CAPA\r\nQUIT\r\n$/)
  })

  test('says when nothing is heard in clear either', async () => {
    const silent = await probeOne((await serving(() => {})).port, 'imap', 'tls', { timeoutMs: 300 })
    expectSilence(looksOf(silent), 'plaintext-look timed-out')
    const closed = await probeOne((await serving((socket) => socket.end())).port, 'imap', 'tls')
    expect(looksOf(closed)).toContain('plaintext-look closed')
  })
})

describe('tls-look', () => {
  test('finds TLS behind silence, with its greeting', async () => {
    const certificate = await testCertificate()
    const server = await serving((socket) => socket.write('* OK ready\r\n'), certificate)
    const more = { timeoutMs: 1_000, gentle: true, caPem: [certificate.caPem] }
    const probe = await probeOne(server.port, 'imap', 'starttls', more)
    expect(failureIn(probe)).toBe('greeting timed-out')
    expect(looksOf(probe)).toEqual(['tls-look observed'])
    expect(lookOf(probe, 'tls-look')).toMatchObject({
      tls: { verified: true },
      greeting: { status: 'ok', insideTls: true },
    })
    expect(server.received).toMatch(/ LOGOUT\r\n$/)
  })

  test('finds none behind mere silence', async () => {
    const probe = await probeOne((await serving(() => {})).port, 'imap', 'none', { timeoutMs: 300 })
    expectSilence(looksOf(probe), 'tls-look timed-out')
  })
})

describe('legacy-tls', () => {
  const old = { maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const

  test.each([imaps, pop])('an old server on port $port', async (endpoint) => {
    const probe = await probeFirst([{ ...endpoint, tls: old }])
    expect(failureIn(probe)).toBe('tls protocol-version')
    expect(looksOf(probe)).toEqual(['legacy-tls observed'])
    expect(lookOf(probe, 'legacy-tls')?.tls).toMatchObject({ protocol: 'TLSv1', verified: true })
    expect(probe.connections).toBe(2)
  })

  test('a server with a cipher suite that is no longer offered', async () => {
    const certificate = { kind: 'trusted', key: 'rsa' } as const
    const tls = { maxVersion: 'TLSv1.2', ciphers: 'CAMELLIA256-SHA' } as const
    const probe = await probeFirst([{ ...imaps, certificate, tls }])
    expect(failureIn(probe)).toBe('tls handshake-failed')
    expect(lookOf(probe, 'legacy-tls')).toMatchObject({
      outcome: 'observed',
      tls: { cipher: expect.stringContaining('CAMELLIA'), keyExchange: 'none' },
    })
  })

  test.each([
    ['AES256-GCM-SHA384', undefined, 'none'],
    ['DHE-RSA-AES256-GCM-SHA384', 'auto', 'DH 2048'],
    ['ECDHE-RSA-AES256-GCM-SHA384', undefined, /^ECDH /],
  ])('the key exchange of %s is told', async (ciphers, dhparam, keyExchange) => {
    const certificate = await testCertificate('trusted', { key: 'rsa' })
    const tls = { ...certificate, maxVersion: 'TLSv1.2', ciphers, ...(dhparam && { dhparam }) } as const
    const probe = await probeOne(
      (await serving((socket) => socket.end('* BYE\r\n'), tls)).port,
      'imap',
      'tls',
    )
    expect(probe.tls?.keyExchange).toEqual(
      typeof keyExchange === 'string' ? keyExchange : expect.stringMatching(keyExchange),
    )
  })

  test('a server without secure renegotiation is tried once more with that allowed', async () => {
    // ServerHello of TLS 1.2 without the extension of RFC 5746 section 3.6, and then nothing.
    const hello = Buffer.concat([
      Buffer.from('0303', 'hex'),
      Buffer.alloc(32, 7),
      Buffer.from('00c02f00', 'hex'),
    ])
    const head = Buffer.from([0x16, 3, 3, 0, hello.length + 4, 2, 0, 0, hello.length])
    const server = await serving((socket) =>
      socket.once('data', () => socket.end(Buffer.concat([head, hello]))),
    )
    const probe = await probeOne(server.port, 'imap', 'tls')
    const failure = probe.phases.find(({ outcome }) => outcome === 'failed')?.failure
    expect(failure).toMatchObject({ code: 'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED' })
    // Past the refusal the handshake goes on, until this server ends it.
    expect(looksOf(probe)).toContain('legacy-tls closed')
    expect(server.connections).toBe(3)
  })

  test('tells what else a current server takes, when asked to', async () => {
    const tls = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const probe = await probeFirst([{ ...imaps, tls }], { deep: true })
    expect(probe.tls?.protocol).toBe('TLSv1.3')
    expect(lookOf(probe, 'legacy-tls')?.tls?.protocol).toBe('TLSv1.1')
  })
})

describe('the name', () => {
  const names = ['mx.hoster.test', '*.hoster.test']
  const certificate = { kind: 'trusted', names } as const
  const elsewhere: ScenarioEndpoint = { ...imaps, host: 'mx.hoster.test', certificate }

  test('another one of the certificate, which leads to the same address, is tried', async () => {
    const probe = await probeFirst([{ ...imaps, certificate }, elsewhere])
    expect(probe.tls?.problem?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(looksOf(probe)).toEqual(['other-name observed'])
    expect(lookOf(probe, 'other-name')).toMatchObject({
      host: 'mx.hoster.test',
      port: 993,
      tls: { verified: true },
      greeting: { status: 'ok' },
    })
  })

  test('one that leads elsewhere, or nowhere, is not', async () => {
    expect(looksOf(await probeFirst([{ ...imaps, certificate }]))).toEqual([])
  })

  test('a server that breaks off because of it', async () => {
    const tls = { onlyNames: names }
    const probe = await probeFirst([{ ...imaps, certificate, tls }, elsewhere])
    expect(failureIn(probe)).toMatch(/^tls (closed-before-server-hello|closed|reset|handshake-failed)$/)
    expect(lookOf(probe, 'without-sni')).toMatchObject({
      outcome: 'observed',
      tls: { verified: false, certificate: { names } },
    })
    expect(lookOf(probe, 'other-name')).toMatchObject({ host: 'mx.hoster.test', tls: { verified: true } })
  })

  test('left out shows another certificate, when asked to', async () => {
    const certificateWithoutSni = { kind: 'self-signed' as const, names: ['invalid2.invalid'] }
    const probe = await probeFirst([{ ...imaps, certificateWithoutSni }], { deep: true })
    expect(probe.tls?.verified).toBe(true)
    expect(lookOf(probe, 'without-sni')?.tls).toMatchObject({
      verified: false,
      certificate: { names: ['invalid2.invalid'] },
    })
  })
})

test('with-alpn shows who rejects it', async () => {
  const probe = await probeFirst([{ ...imaps, tls: { alpn: ['http/1.1'] } }], { deep: true })
  expect(failureIn(probe)).toBe('none')
  expect(lookOf(probe, 'with-alpn')).toMatchObject({
    outcome: 'failed',
    failure: { code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' },
  })
})

describe('starttls-anyway', () => {
  test('where the capabilities were refused', async () => {
    const replies = [{ to: 'CAPABILITY', state: 'before-tls' as const, steps: [{ line: '{tag} BAD no' }] }]
    const probe = await probeFirst([{ ...imap, replies }])
    expect(failureIn(probe)).toBe('capability refused-by-server')
    expect(looksOf(probe)).toEqual(['starttls-anyway observed'])
    expect(lookOf(probe, 'starttls-anyway')?.tls?.verified).toBe(true)
  })

  test('where the user stays in clear, when asked to', async () => {
    const endpoint: ScenarioEndpoint = { ...pop, security: 'none', beforeTls: ['USER', 'UIDL'] }
    expect(looksOf(await probeFirst([endpoint]))).toEqual([])
    expect(looksOf(await probeFirst([endpoint], { deep: true }))).toEqual([
      'starttls-anyway refused-by-server',
    ])
  })
})

test('web-certificate shows the certificate of the web server of the same address', async () => {
  const web: ScenarioEndpoint = { protocol: 'imap', port: 443, security: 'tls' }
  const probe = await probeFirst([{ ...imaps, certificate: { kind: 'expired' } }, web])
  expect(probe.tls?.problem?.code).toBe('CERT_HAS_EXPIRED')
  expect(looksOf(probe)).toEqual(['web-certificate observed'])
  expect(lookOf(probe, 'web-certificate')).toMatchObject({ port: 443, tls: { verified: true } })
})

describe('other-port', () => {
  const off = { listening: false } as const

  test('tells which other mail ports of the host are open, and what greets in clear', async () => {
    const probe = await probeFirst([{ ...imaps, ...off }, pops, imap, { ...pop, ...off }])
    expect(failureIn(probe)).toBe('tcp refused')
    expect(probe.followUps?.map(({ port, outcome }) => `${port} ${outcome}`)).toEqual([
      ...['143 observed', '995 observed', '110 failed'],
    ])
    expect(probe.followUps?.[0]?.greeting).toMatchObject({ status: 'ok', insideTls: false })
    expect(probe.followUps?.[2]?.failure?.cause).toBe('refused')
    expect(probe.connections).toBe(4)
  })

  test('looks at nothing that is probed anyway, and once for a host', async () => {
    const endpoints = [{ ...imaps, ...off }, { ...pops, ...off }, imap, pop]
    const { probes } = await probeScenario({ endpoints }, ({ port }) => port !== 110)
    expect(probes.map(looksOf)).toEqual([['other-port observed'], [], []])
  })
})

test('further looks stop when the run is cancelled', async () => {
  const abort = new AbortController()
  const server = await serving((socket) => {
    socket.end('220 mail\r\n')
    abort.abort()
  })
  const probe = await probeOne(server.port, 'imap', 'tls', { signal: abort.signal })
  expect(looksOf(probe)).toEqual([])
  expect(server.connections).toBe(1)
})

describe('proxy-header', () => {
  const behindBalancer: Serve = (socket) => {
    socket.once('data', (first: Buffer) => {
      if (!first.toString('latin1').startsWith('PROXY UNKNOWN\r\n')) return socket.end()
      socket.write('* OK ready\r\n')
    })
  }

  test('shows a server that speaks only behind a load balancer', async () => {
    const probe = await probeOne((await serving(behindBalancer)).port, 'imap', 'starttls', {
      timeoutMs: 2_000,
    })
    expect(failureIn(probe)).toBe('greeting timed-out')
    expect(lookOf(probe, 'proxy-header')).toMatchObject({
      outcome: 'observed',
      greeting: { status: 'ok', text: 'ready', insideTls: false },
    })
  })

  test('is not sent to a port that was heard in another way', async () => {
    const greeting: Serve = (socket) => socket.write('* OK ready\r\n')
    const probe = await probeOne((await serving(greeting)).port, 'imap', 'tls', { timeoutMs: 4_000 })
    expect(looksOf(probe)).toEqual(['plaintext-look observed'])
  })
})

describe('without-dhe', () => {
  test('is tried where the server chose DHE, and nowhere else', async ({ skip }) => {
    const { probes } = await probeScenario(loadScenario('dhe-only'))
    skip(
      probes.every(({ tls }) => tls === undefined),
      'this Node offers no DHE by itself',
    )
    expect(probes.map(looksOf)).toEqual([['without-dhe handshake-failed'], ['without-dhe handshake-failed']])
  })
})
