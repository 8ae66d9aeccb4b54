import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { SearchContext } from '../../src/discover/source.js'
import type { ServerCertificate } from '../../src/model/index.js'
import { Deadline, type DnsAnswer, type DnsResolver } from '../../src/net/index.js'
import { type CertificateAuthority, createAuthority } from '../../src/simulate/certificates.js'

/** One request as it came in. */
export interface Asked {
  method: string
  host: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A page by `host/path`: a text stands for status 200. */
export type Pages = Readonly<Record<string, string | Buffer | RequestListener>>

/** A web server on loopback for any host, over TLS and in clear. */
export interface WebServer {
  caPem: string
  port: number
  clearPort: number
  /** Every request, in order. */
  asked: Asked[]
  /** Connections over TLS that were taken. */
  readonly connections: number
  /** Replaces all pages, and forgets what was asked. */
  serve(pages: Pages): void
  close(): Promise<void>
}

let shared: Promise<CertificateAuthority> | undefined

/**
 * Starts a web server whose certificate names every host that the tests ask.
 *
 * @param wish another kind of certificate than a trusted one
 */
export async function webServer(
  names: readonly string[],
  wish: ServerCertificate = { kind: 'trusted' },
): Promise<WebServer> {
  shared ??= createAuthority()
  const authority = await shared
  const { chain, key } = await authority.issue({ names: [...names], ...wish }, names[0] ?? '')
  const asked: Asked[] = []
  let pages: Pages = {}
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', headers, url = '' } = request
      const host = headers.host ?? ''
      asked.push({ method, host, path: url, headers, body: Buffer.concat(chunks).toString('utf8') })
      const page = pages[`${host}${url}`]
      if (typeof page === 'function') page(request, response)
      else response.writeHead(page === undefined ? 404 : 200).end(page)
    })
  }
  const secured = createServer({ cert: chain, key }, listener)
  const clear = createHttpServer(listener)
  const sockets = new Set<Socket>()
  let connections = 0
  secured.on('connection', () => {
    connections += 1
  })
  for (const server of [secured, clear] as Server[]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    })
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
  return {
    caPem: authority.caPem,
    port: (secured.address() as AddressInfo).port,
    clearPort: (clear.address() as AddressInfo).port,
    asked,
    get connections() {
      return connections
    },
    serve(next) {
      pages = next
      asked.length = 0
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      for (const server of [secured, clear])
        await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** What a test sets of a search. */
export type Wish = Partial<SearchContext['options']> & {
  domain?: string
  address?: string
  /** TXT records, or what else the resolver says. */
  txt?: string[] | DnsAnswer<string>
}

/** A search whose requests for some hosts reach a web server on loopback. */
export function searchAt(server: WebServer, hosts: readonly string[], wish: Wish = {}): SearchContext {
  const { domain = 'example.test', address, txt, ...options } = wish
  const timeoutMs = options.timeoutMs ?? 10_000
  const answer: DnsAnswer<string> = Array.isArray(txt)
    ? { outcome: 'found', records: txt, refused: 0 }
    : (txt ?? { outcome: 'none', because: 'name-not-found' })
  // Only what a source of documents asks of the resolver.
  const resolver = { txt: async () => answer } as unknown as DnsResolver
  return {
    domain,
    address,
    resolver,
    deadline: new Deadline(timeoutMs, options.signal),
    options: {
      timeoutMs,
      ispdb: false,
      httpAutoconfig: false,
      sendAddress: false,
      caPem: [server.caPem],
      connectTo: hosts.flatMap((host) => [
        { host, port: 443, toHost: '127.0.0.1', toPort: server.port },
        { host, port: 80, toHost: '127.0.0.1', toPort: server.clearPort },
      ]),
      ...options,
    },
  }
}
