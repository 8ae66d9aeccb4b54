import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerCertificate } from '../../src/model/index.js'
import {
  Deadline,
  type HttpAnswer,
  type HttpQuestion,
  type HttpReach,
  httpAnswer,
  limits,
  trustContext,
  WireFailure,
} from '../../src/net/index.js'
import {
  closedPort,
  type RawServer,
  rawServer,
  type Serve,
  type TestCertificate,
  testCertificate,
  testHost,
} from '../support/raw-server.js'
import { silentAddress } from '../support/silent-address.js'

let certificate: TestCertificate

beforeAll(async () => {
  certificate = await testCertificate()
})

const url = new URL(`https://${testHost}/document?x=1`)

/** A request that reaches a port on loopback. */
function reach(port: number, more: Partial<HttpReach> = {}): HttpReach {
  return {
    deadline: new Deadline(10_000),
    trust: trustContext([certificate.caPem]),
    connectTo: [
      { host: testHost, port: 443, toHost: '127.0.0.1', toPort: port },
      { host: testHost, port: 80, toHost: '127.0.0.1', toPort: port },
    ],
    ...more,
  }
}

interface Circumstances {
  question?: HttpQuestion
  more?: Partial<HttpReach>
  tls?: TestCertificate
  /** The server speaks no TLS. */
  clear?: boolean
}

/** Asks a server that does with each connection what it is told. */
async function asking(
  serve: Serve,
  { question = { url }, more = {}, tls = certificate, clear = false }: Circumstances = {},
): Promise<{ outcome: HttpAnswer | WireFailure; server: RawServer }> {
  const open = new Set<Socket>()
  const server = await rawServer(
    (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      serve(socket)
    },
    clear ? undefined : tls,
  )
  try {
    const outcome = await httpAnswer(question, reach(server.port, more)).catch((error: unknown) => error)
    await expect.poll(() => open.size).toBe(0)
    return { outcome: outcome as HttpAnswer | WireFailure, server }
  } finally {
    await server.close()
  }
}

/** A server that waits for the request and then writes these bytes, ending the connection unless told otherwise. */
function answering(bytes: string | Buffer, end = true): Serve {
  return (socket) => {
    socket.once('data', () => {
      socket.write(bytes)
      if (end) socket.end()
    })
  }
}

async function causeOf(serve: Serve, circumstances: Circumstances = {}): Promise<string> {
  const { outcome } = await asking(serve, circumstances)
  return outcome instanceof WireFailure ? outcome.failure.cause : `status ${outcome.status}`
}

const ok = 'HTTP/1.1 200 OK\r\n'

describe('a request', () => {
  it('carries nothing but what the question needs', async () => {
    const { server, outcome } = await asking(answering(`${ok}Content-Length: 2\r\n\r\nhi`))
    expect(outcome).toMatchObject({ status: 200, body: Buffer.from('hi') })
    expect(server.received.split('\r\n')).toEqual([
      'GET /document?x=1 HTTP/1.1',
      `host: ${testHost}`,
      'user-agent: mailadvise (search for mail settings)',
      'accept: */*',
      'accept-encoding: identity',
      'connection: close',
      '',
      '',
    ])
  })

  it('with a body is a POST of its whole length', async () => {
    const body = { type: 'text/xml', text: '<a>ü</a>' }
    const { server } = await asking(answering(`${ok}Content-Length: 0\r\n\r\n`), { question: { url, body } })
    expect(server.received).toMatch(/^POST \/document\?x=1 HTTP\/1\.1\r\n/)
    expect(server.received).toMatch(/\r\ncontent-type: text\/xml\r\ncontent-length: 9\r\n/)
  })

  it('in clear opens no TLS', async () => {
    const question = { url: new URL(`http://${testHost}/`) }
    const { server, outcome } = await asking(answering(`${ok}\r\nhi`), { question, clear: true })
    expect(outcome).toMatchObject({ status: 200, body: Buffer.from('hi') })
    expect(server.received).toMatch(/^GET \/ HTTP\/1\.1\r\n/)
  })

  it('takes an answer in chunks, and one that ends with its connection', async () => {
    const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n`
    expect((await asking(answering(chunked))).outcome).toMatchObject({ body: Buffer.from('hi!') })
    expect((await asking(answering(`${ok}\r\nto the end`))).outcome).toMatchObject({
      body: Buffer.from('to the end'),
    })
  })

  it('takes longer headers than Node would by itself, as proxies add them', async () => {
    const long = `X-Header: ${'x'.repeat(24 * 1024)}\r\n`
    expect((await asking(answering(`${ok}${long}\r\nhi`))).outcome).toMatchObject({ body: Buffer.from('hi') })
  })

  it('gives a redirect back and does not follow it', async () => {
    const { server, outcome } = await asking(
      answering('HTTP/1.1 302 Found\r\nLocation: https://other.test/\r\nContent-Length: 0\r\n\r\n'),
    )
    expect(outcome).toMatchObject({ status: 302, location: 'https://other.test/' })
    expect(server.connections).toBe(1)
  })
})

describe('a hostile answer ends the request and its connection:', () => {
  const junk = Buffer.alloc(64 * 1024, 'x')
  const endless =
    (head: string | Buffer, more: string | Buffer): Serve =>
    (socket) => {
      socket.once('data', () => {
        socket.write(head)
        const pump = () => {
          while (!socket.destroyed && socket.write(more));
        }
        socket.on('drain', pump)
        pump()
      })
    }

  it.each<[string, Serve, string]>([
    ['an endless body', endless(`${ok}\r\n`, junk), 'too-much-data'],
    [
      'an endless body in chunks',
      endless(`${ok}Transfer-Encoding: chunked\r\n\r\n`, `a000\r\n${'x'.repeat(0xa000)}\r\n`),
      'too-much-data',
    ],
    [
      'an announced size beyond the limit',
      answering(`${ok}Content-Length: 300000\r\n\r\n`, false),
      'too-much-data',
    ],
    ['endless headers', endless(ok, 'X-Header: value\r\n'), 'too-much-data'],
    [
      'one huge header',
      answering(`${ok}X-Header: ${'x'.repeat(limits.httpHeaderBytes)}\r\n\r\n`),
      'too-much-data',
    ],
    [
      'a compressed body',
      answering(
        Buffer.concat([Buffer.from(`${ok}Content-Encoding: gzip\r\n\r\n`), gzipSync('x'.repeat(1e6))]),
      ),
      'malformed',
    ],
    ['what is no HTTP', answering('* OK IMAP4rev1 ready\r\n'), 'malformed'],
    ['a body shorter than announced', answering(`${ok}Content-Length: 10\r\n\r\nhi`), 'closed'],
    ['chunks that never end', answering(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n`), 'closed'],
    ['no answer', (socket) => socket.once('data', () => socket.end()), 'closed'],
    [
      'another protocol on the same connection',
      answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', false),
      'closed',
    ],
  ])('%s', async (_, serve, cause) => {
    await expect(causeOf(serve)).resolves.toBe(cause)
  })

  it('a drip that never stops, at the deadline', async () => {
    const drip: Serve = (socket) => {
      socket.write(`${ok}\r\n`)
      const timer = setInterval(() => socket.write('x'), 20)
      socket.once('close', () => clearInterval(timer))
    }
    await expect(causeOf(drip, { more: { deadline: new Deadline(400) } })).resolves.toBe('timed-out')
  })

  it('silence, at the deadline', async () => {
    await expect(causeOf(() => {}, { more: { deadline: new Deadline(300) } })).resolves.toBe('timed-out')
  })

  it('anything, when the user breaks off', async () => {
    const controller = new AbortController()
    const deadline = new Deadline(10_000, controller.signal)
    const serve: Serve = (socket) => socket.once('data', () => controller.abort())
    await expect(causeOf(serve, { more: { deadline } })).resolves.toBe('cancelled')
  })
})

describe('nothing is sent when', () => {
  it.each<[ServerCertificate['kind'], string]>([
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted-issuer', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['incomplete-chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('the certificate is of the kind %s', async (kind, code) => {
    const { createAuthority } = await import('../../src/simulate/certificates.js')
    const authority = await createAuthority()
    const { chain: cert, key } = await authority.issue(
      { kind, ...(kind === 'untrusted-issuer' && { sendRoot: true }) },
      testHost,
    )
    const tls = { caPem: authority.caPem, cert, key }
    const trust = trustContext([authority.caPem])
    const { outcome, server } = await asking(answering(`${ok}\r\n`), { tls, more: { trust } })
    expect(outcome).toMatchObject({ failure: { cause: 'handshake-failed', code } })
    expect(server.received).toBe('')
  })

  it('the server does not speak TLS', async () => {
    const { outcome, server } = await asking((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), {
      clear: true,
    })
    expect(outcome).toMatchObject({ failure: { cause: 'not-tls' } })
    expect(server.received).not.toContain('GET')
  })

  it('nobody listens', async () => {
    const outcome = httpAnswer({ url }, reach(await closedPort()))
    await expect(outcome).rejects.toMatchObject({ failure: { cause: 'refused' } })
  })

  it('the name does not exist', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
    const outcome = httpAnswer({ url }, reach(1, { connectTo: [], lookup }))
    await expect(outcome).rejects.toMatchObject({ failure: { cause: 'name-not-found' } })
  })

  let server: RawServer

  beforeAll(async () => {
    server = await rawServer(() => {})
  })

  afterAll(() => server.close())

  it.each([
    ['127.0.0.1'],
    ['::1', '10.0.0.1'],
    ['192.168.1.1'],
    ['169.254.169.254'],
    ['fe80::1'],
    ['::ffff:127.0.0.1'],
    ['0.0.0.0'],
  ])('the name leads into the own network: %s', async (...addresses) => {
    const question = { url: new URL(`https://${testHost}:${server.port}/`) }
    const outcome = httpAnswer(question, reach(1, { connectTo: [], lookup: async () => addresses }))
    await expect(outcome).rejects.toMatchObject({ failure: { cause: 'private-address' } })
    expect(server.connections).toBe(0)
  })

  it.each(['https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://0x7f.1/'])(
    'the host is an address of the own network: %s',
    async (address) => {
      const outcome = httpAnswer({ url: new URL(address) }, reach(1))
      await expect(outcome).rejects.toMatchObject({ failure: { cause: 'private-address' } })
    },
  )
})

describe('a host with several addresses', () => {
  it('is asked at one that answers, though another is silent', async () => {
    const server = await rawServer(answering(`${ok}\r\nhi`), certificate)
    const silent = await silentAddress(server.port)
    try {
      const connectTo = [{ host: testHost, port: 443, toHost: 'both.example.test', toPort: server.port }]
      const lookup = async () => [silent.address, '127.0.0.1']
      const answer = await httpAnswer({ url }, reach(1, { connectTo, lookup }))
      expect(answer.body.toString()).toBe('hi')
    } finally {
      await silent.close()
      await server.close()
    }
  })
})
