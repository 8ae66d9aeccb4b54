/**
 * Many mail servers in one process, for the audit part of the benchmark: started with an IPC channel, it says where they
 * are, and ends with its parent. Each is IMAP over TLS at a distance; names of three kinds lead to them.
 */
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { createAuthority } from '../../simulate/certificates.js'
import { droppingPort } from '../../simulate/ports.js'
import { tlsServerOptions } from '../../simulate/tls-options.js'
import { dnsServer, record } from '../evaluation/dns-server.js'

/** What a target is: near, far away, or silent. */
export type FarmKind = 'healthy' | 'slow' | 'dead'

/** Round-trip time to each kind that answers. */
export const farmRttMs = { healthy: 300, slow: 900 } as const

/** Where a farm can be reached. */
export interface FarmPlace {
  /** Resolver that knows the names. */
  dns: string
  port: number
  /** Port of those that never answer. */
  deadPort: number
  caPem: string
}

/** Addresses that the servers are spread over. */
const addresses = 200
const domain = 'farm.test'

/** A target of a kind; each number is another name. */
export function farmTarget(
  { port, deadPort }: Pick<FarmPlace, 'port' | 'deadPort'>,
  kind: FarmKind,
  number: number,
): string {
  return `imaps://${kind}-${number}.${domain}:${kind === 'dead' ? deadPort : port}`
}

function addressOf(name: string): string | undefined {
  const [, kind, number] = /^(healthy|slow|dead)-(\d+)\./.exec(name) ?? []
  if (kind === undefined) return undefined
  const last = 1 + (Number(number) % addresses)
  return kind === 'dead' ? '127.0.0.1' : `127.8.${kind === 'slow' ? 1 : 0}.${last}`
}

async function listen(address: string, port: number, onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer({ noDelay: true }, onSocket)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, 511, resolve)
  })
  return (server.address() as { port: number }).port
}

/** Answers as a server whose every answer takes a round trip; the connection's own is charged before the handshake. */
async function serve(
  socket: Socket,
  rttMs: number,
  tls: Awaited<ReturnType<typeof tlsServerOptions>>,
): Promise<void> {
  socket.on('error', () => socket.destroy())
  await sleep(2 * rttMs)
  if (socket.destroyed) return
  const secured = new TLSSocket(socket, { isServer: true, ...tls })
  secured.on('error', () => socket.destroy())
  await new Promise((resolve) => secured.once('secure', resolve))
  await sleep(rttMs)
  secured.write('* OK [CAPABILITY IMAP4rev1 SASL-IR IDLE AUTH=PLAIN] ready\r\n')
  secured.on('data', (chunk: Buffer) => void answer(secured, chunk.toString('latin1'), rttMs))
}

async function answer(socket: TLSSocket, line: string, rttMs: number): Promise<void> {
  const [tag = '', command = ''] = line.trim().split(' ')
  if (command === 'LOGOUT') return void socket.end(`* BYE\r\n${tag} OK\r\n`)
  await sleep(rttMs)
  socket.write(`* CAPABILITY IMAP4rev1 SASL-IR IDLE AUTH=PLAIN\r\n${tag} OK done\r\n`)
}

async function start(): Promise<FarmPlace> {
  const authority = await createAuthority()
  const scenario = { id: 'farm', title: '', about: '', host: `*.${domain}`, endpoints: [] as never }
  const tls = await tlsServerOptions(authority, scenario, { protocol: 'imap', port: 993, security: 'tls' })
  let port = 0
  for (const [net, rttMs] of [farmRttMs.healthy, farmRttMs.slow].entries()) {
    for (let last = 1; last <= addresses; last++) {
      port = await listen(`127.8.${net}.${last}`, port, (socket) => void serve(socket, rttMs, tls))
    }
  }
  const { address: dns } = await dnsServer((type, name) => {
    const address = addressOf(name)
    if (address === undefined) return undefined
    return type === 'A' ? [record('A', name, address)] : []
  })
  const { port: deadPort } = await droppingPort()
  return { dns, port, deadPort, caPem: authority.caPem }
}

if (process.send !== undefined) {
  process.once('disconnect', () => process.exit())
  process.send(await start())
}
