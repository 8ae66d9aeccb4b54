import type { Socket } from 'node:net'
import type { Endpoint, Scenario, ScenarioEndpoint } from '../model/index.js'
import { createAuthority } from './certificates.js'
import { Connection, type Handshake } from './connection.js'
import { converse } from './conversation.js'
import { type EndpointScript, endpointScript } from './healthy.js'
import { closedPort, droppingPort, type HeldPort, openPort } from './ports.js'
import { type TlsServerOptions, tlsServerOptions } from './tls-options.js'

/** A line that a client sent. */
export interface WireLogEntry {
  endpoint: Endpoint
  /** Number of the connection, counted from 1 over the whole simulation. */
  connection: number
  insideTls: boolean
  line: string
}

/** A completed TLS handshake. */
export interface HandshakeLogEntry extends Handshake {
  endpoint: Endpoint
  connection: number
}

/** Where an endpoint of the scenario can really be reached. */
export interface Listener {
  endpoint: Endpoint
  address: '127.0.0.1'
  port: number
}

/** A scenario that is running. */
export interface RunningSimulation {
  readonly scenario: Scenario
  /** Root certificate to trust; nothing is written to disk. */
  readonly caPem: string
  readonly listeners: readonly Listener[]
  /** Every line from clients so far, continuation lines included, passwords too. */
  readonly log: readonly WireLogEntry[]
  readonly handshakes: readonly HandshakeLogEntry[]
  /** How many connections were taken so far. */
  readonly connections: number
  /** Ends all connections, stops listening, and resolves when nothing is left open. May be called again. */
  close(): Promise<void>
}

/** What the listeners of one simulation share. */
interface Books {
  log: WireLogEntry[]
  handshakes: HandshakeLogEntry[]
  connections: number
  open: Set<Connection>
  /** Set by close(): a client that still slips in is turned away. */
  closing: boolean
  /** A bug in the simulation itself: close() throws it, so that no test passes over it. */
  failure?: unknown
}

/** Starts every endpoint of a scenario on 127.0.0.1, each on a port that the system chooses. */
export async function startSimulation(scenario: Scenario): Promise<RunningSimulation> {
  const authority = await createAuthority()
  const books: Books = { log: [], handshakes: [], connections: 0, open: new Set(), closing: false }
  const ports: HeldPort[] = []
  const listeners: Listener[] = []
  const close = () => closeAll(books, ports)
  try {
    for (const wanted of scenario.endpoints) {
      const tls = await tlsServerOptions(authority, scenario, wanted)
      const endpoint = placeOf(scenario, wanted)
      const script = endpointScript(scenario, wanted)
      const held = await holdPort(wanted, (socket) => serve(books, endpoint, socket, script, tls))
      ports.push(held)
      listeners.push({ endpoint, address: '127.0.0.1', port: held.port })
    }
  } catch (error) {
    await close()
    throw error
  }
  const { log, handshakes } = books
  return {
    ...{ scenario, caPem: authority.caPem, listeners, log, handshakes, close },
    get connections() {
      return books.connections
    },
  }
}

function holdPort(
  { listening, dropping }: ScenarioEndpoint,
  onConnection: (socket: Socket) => void,
): Promise<HeldPort> {
  if (dropping) return droppingPort()
  return listening === false ? closedPort() : openPort(onConnection)
}

async function closeAll(books: Books, ports: HeldPort[]): Promise<void> {
  books.closing = true
  for (const connection of books.open) connection.destroy()
  await Promise.all(ports.splice(0).map((held) => held.release()))
  const { failure } = books
  books.failure = undefined
  if (failure !== undefined) throw failure
}

function placeOf(scenario: Scenario, { protocol, port, security, host }: ScenarioEndpoint): Endpoint {
  return { protocol, host: host ?? scenario.host, port, security }
}

function serve(
  books: Books,
  endpoint: Endpoint,
  socket: Socket,
  script: EndpointScript,
  tls: TlsServerOptions,
): void {
  if (books.closing) {
    socket.on('error', () => {}).destroy()
    return
  }
  const number = ++books.connections
  const connection = new Connection(socket, {
    onLine: (line, insideTls) => books.log.push({ endpoint, connection: number, insideTls, line }),
    onHandshake: (handshake) => books.handshakes.push({ endpoint, connection: number, ...handshake }),
  })
  books.open.add(connection)
  socket.once('close', () => books.open.delete(connection))
  converse({ connection, script, tls, account: undefined, over: false }).catch((error: unknown) => {
    books.failure ??= error
    connection.destroy()
  })
}
