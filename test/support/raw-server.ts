import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls'
import type { ServerCertificate } from '../../src/model/index.js'
import { createAuthority } from '../../src/simulate/certificates.js'

/** A loopback server that does exactly what a test tells it. */
export interface RawServer {
  port: number
  /** Connections taken so far. */
  readonly connections: number
  /** Everything that clients sent, as text. */
  readonly received: string
  close(): Promise<void>
}

/** Counts the connections that are open at the same time, over one server or several. */
export class Traffic {
  most = 0
  readonly #open = new Set<Socket>()

  /** Counts a connection from now to the moment when its client has closed it. */
  watch(socket: Socket): void {
    this.#open.add(socket)
    for (const event of ['end', 'close', 'error']) socket.once(event, () => this.#open.delete(socket))
    // A little later: that the client closed the one before may be heard only after this one was taken.
    setTimeout(() => {
      this.most = Math.max(this.most, this.#open.size)
    }, 15)
  }
}

/** What a server does with one connection. */
export type Serve = (socket: Socket) => void

/** Certificate and key for the name that tests use, and the root to trust. */
export interface TestCertificate {
  caPem: string
  cert: string
  key: string
}

/** The host that test certificates name; reached by a connect-to mapping. */
export const testHost = 'mail.example.test'

/** Makes a certificate for `testHost`, trusted through `caPem`, or a self-signed one that nothing trusts. */
export async function testCertificate(
  kind: 'trusted' | 'self-signed' = 'trusted',
  wish: Omit<ServerCertificate, 'kind'> = {},
): Promise<TestCertificate> {
  const authority = await createAuthority()
  const { chain, key } = await authority.issue({ kind, ...wish }, testHost)
  return { caPem: authority.caPem, cert: chain, key }
}

/**
 * Starts a server on a free loopback port.
 *
 * @param serve gets each connection, inside TLS when a certificate is given
 */
export async function rawServer(
  serve: Serve,
  certificate?: TestCertificate & TlsOptions,
  clientCertificate = false,
  traffic?: Traffic,
): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  let received = ''
  const take = (socket: Socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
    })
    serve(socket)
  }
  const tls = { ...certificate, requestCert: clientCertificate, rejectUnauthorized: clientCertificate }
  const server = certificate === undefined ? createServer(take) : createTlsServer(tls, take)
  server.on('connection', (socket: Socket) => {
    connections += 1
    traffic?.watch(socket)
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return {
    port,
    close,
    get connections() {
      return connections
    },
    get received() {
      return received
    },
  }
}

/** A loopback port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await rawServer(() => {})
  await server.close()
  return server.port
}

/** Calls back with each line that arrives on a socket. */
export function onLines(socket: Socket, take: (line: string) => void): void {
  let rest = ''
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
}

/** Server side of a TLS upgrade on a connection that began in clear text. */
export function upgraded(socket: Socket, { cert, key }: TestCertificate): TLSSocket {
  socket.removeAllListeners('data')
  const secured = new TLSSocket(socket, { isServer: true, cert, key })
  secured.on('error', () => {})
  return secured
}
