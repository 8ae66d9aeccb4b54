import type { Endpoint, FollowUp, TlsFacts } from '../../model/index.js'
import {
  Connection,
  connectToOne,
  type Deadline,
  failed,
  type HandshakeOptions,
  limits,
  resolveAddresses,
  socketGone,
  type Transcript,
} from '../../net/index.js'
import type { Dialogue, ParsedGreeting } from '../dialogue.js'
import { dialogueFor } from '../dialogue-for.js'
import { isDirected, routeOf } from '../phases/tcp.js'
import { type Place, type Run, transcriptFor } from '../run.js'

/** Host that is asked for and port: what a look is pointed at. */
export interface Target {
  host: string
  port: number
}

/** What a look brought, as far as it got. */
export type Seen = Partial<Pick<FollowUp, 'greeting' | 'tls' | 'capabilities' | 'addresses'>>

/** One endpoint whose phases are over, with those of its account. */
export interface Subject {
  readonly run: Run
  /** All endpoints of the account, this one included. */
  readonly account: readonly Run[]
  /** End of all looks at this endpoint. */
  readonly deadline: Deadline
}

/** How a look differs from the ordinary handshake. */
export interface HandshakeWish extends Partial<Pick<HandshakeOptions, 'trust' | 'sni' | 'alpn'>> {
  /** TLS from the first byte, or after the command that starts it; by default as the endpoint is spoken to. */
  from?: Endpoint['security']
}

const lookBounds = { bytes: limits.answerBytes, lines: limits.answerLines, ms: limits.lookMs }

/** The connections of one look: bounded, counted for the endpoint, and ended politely. */
export class Wire {
  readonly seen: Seen = {}
  readonly run: Run
  readonly target: Target
  readonly deadline: Deadline
  readonly transcript: Transcript
  #dialogue: Dialogue
  #connection: Connection | undefined
  #socket: Parameters<typeof socketGone>[0] | undefined
  #greeted = false

  constructor({ run, deadline }: Subject, target: Target) {
    this.run = run
    this.target = target
    this.deadline = deadline
    this.transcript = transcriptFor(run.options)
    this.#dialogue = dialogueFor(run.endpoint)
  }

  get dialogue(): Dialogue {
    return this.#dialogue
  }

  /** Opens a connection to the target, after the one before has ended. */
  async connect(endpoint: Pick<Endpoint, 'protocol'> = this.run.endpoint): Promise<Connection> {
    await this.end()
    const { address, port } = await placeOf(this.run, this.target, this.deadline)
    const { socket } = await connectToOne(address, port, this.deadline, this.run.facts, limits.lookMs)
    this.#socket = socket
    this.#dialogue = dialogueFor(endpoint)
    this.#connection = new Connection(socket, this.deadline, this.transcript)
    return this.#connection
  }

  /** Waits for the server to speak, and keeps what it says. */
  async greet(connection: Connection, ms: number = limits.lookMs): Promise<ParsedGreeting> {
    connection.expect({ ...lookBounds, ms })
    const greeting = this.#dialogue.parseGreeting(await connection.readLine('greeting'))
    const { status, words } = greeting
    this.#greeted = status !== 'other'
    this.seen.greeting = { status, text: connection.text(words), insideTls: connection.insideTls }
    return greeting
  }

  /**
   * Connects and shakes hands as wished, verified for the target's host. What is behind TLS is greeted, so that it can be
   * left politely, but whether it answers is another question.
   */
  async secure({ from = this.run.endpoint.security, ...wish }: HandshakeWish = {}): Promise<TlsFacts> {
    const connection = await this.connect()
    if (from !== 'tls') await this.#startTls(connection)
    const tls = await this.upgrade(connection, wish)
    if (from === 'tls') await this.greet(connection).catch(() => {})
    return tls
  }

  /** Shakes hands as wished on a connection that is ready for it, and keeps what came of it. */
  async upgrade(connection: Connection, wish: Omit<HandshakeWish, 'from'> = {}): Promise<TlsFacts> {
    const trust = await this.run.trust
    const options = { host: this.target.host, trust, deadline: this.deadline, stepMs: limits.lookMs }
    this.seen.tls = await connection.upgradeToTls({ ...options, ...wish })
    return this.seen.tls
  }

  /** Waits for an answer no longer than a look may take: the other looks need the time. */
  within<T>(answer: Promise<T>, waitingFor: string): Promise<T> {
    return this.deadline.race(answer, limits.lookMs, waitingFor)
  }

  /** Says goodbye where the server has greeted, and closes; waits for the end where only one connection may be open. */
  async end(): Promise<void> {
    const [connection, socket] = [this.#connection, this.#socket]
    this.#connection = undefined
    this.#socket = undefined
    if (connection !== undefined) {
      const polite = this.#greeted && connection.farewell(this.#dialogue.goodbye())
      if (!polite) connection.close()
    }
    this.#greeted = false
    if (this.run.options.gentle && socket !== undefined) await socketGone(socket)
  }

  async #startTls(connection: Connection): Promise<void> {
    const { status, words } = await this.greet(connection)
    const serverText = connection.text(words)
    if (status === 'other')
      throw failed('not-this-protocol', 'the greeting is one of another protocol', { serverText })
    if (status !== 'ok') throw failed('bye', 'the server refused service in its greeting', { serverText })
    const reply = await this.within(
      this.#dialogue.startTls(connection),
      'answer to the command that starts TLS',
    )
    if (reply.ok) return
    const details = { code: reply.code, serverText: connection.text(reply.words) }
    throw failed('refused-by-server', 'the command that starts TLS was refused', details)
  }
}

/**
 * Where a target is. A --connect-to mapping speaks for its own port only: behind a tunnel or a test server the other ports
 * of that address are somebody else's.
 *
 * @returns undefined where no place is known
 */
export async function placeIfKnown(run: Run, target: Target, deadline: Deadline): Promise<Place | undefined> {
  const { endpoint, options, lookup, place } = run
  if (target.port === endpoint.port && target.host === endpoint.host) return place
  const route = routeOf(target, options.connectTo)
  if (route !== undefined) {
    const [address] = await resolveAddresses(route.toHost, deadline, lookup)
    return address === undefined ? undefined : { address, port: route.toPort }
  }
  if (place === undefined || isDirected(run)) return undefined
  return { address: place.address, port: target.port }
}

async function placeOf(run: Run, target: Target, deadline: Deadline): Promise<Place> {
  const place = await placeIfKnown(run, target, deadline)
  if (place === undefined) throw new Error('a look was pointed at a place that is not known')
  return place
}
