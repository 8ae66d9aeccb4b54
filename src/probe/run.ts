import type { Asked, CapabilitySets, Endpoint, EndpointProbe, Failure, SessionFacts } from '../model/index.js'
import {
  type Connected,
  type Connection,
  Deadline,
  type Dial,
  failureOf,
  type Lookup,
  Secret,
  Transcript,
  type TranscriptOptions,
  type Trust,
} from '../net/index.js'
import type { Dialogue } from './dialogue.js'
import { dialogueFor } from './dialogue-for.js'
import type { ProbeOptions } from './options.js'
import type { SignInQueue } from './sign-in-queue.js'

/** A signed-in session on the endpoint's connection. */
export interface SignedIn {
  /** How the sign-in was done, for example PLAIN. */
  readonly mechanism: string
  /** What the server said that it is, where it came free. */
  readonly software?: string
  /** The capability list after sign-in; undefined when the server gives none. */
  capabilities(): Promise<string[] | undefined>
  /**
   * Facts about the mailbox: no message is read, and nothing changed.
   *
   * @param into filled as answers come, so that a failure half-way keeps what was learnt
   */
  facts(into: SessionFacts): Promise<void>
  /**
   * Says goodbye without waiting for the answer.
   *
   * @returns whether it could still be said
   */
  end(): boolean
}

/** An address and a port, as TCP is told them. */
export interface Place {
  address: string
  port: number
}

/** What the endpoints of one account share. */
export interface Account {
  readonly options: ProbeOptions
  /** Read while the first connections are made. */
  readonly trust: Promise<Trust>
  /** Asks for each name once. */
  readonly lookup: Lookup
  /** In which they take turns. */
  readonly queue: SignInQueue
}

/** What the phases of one endpoint share. */
export interface Run extends Account {
  readonly endpoint: Endpoint
  readonly deadline: Deadline
  readonly transcript: Transcript
  readonly dialogue: Dialogue
  /** Filled as the phases go. */
  readonly facts: EndpointProbe
  /**
   * The capability lists as they were sent: what is done next is decided on these. Those in the facts have the secret cut
   * out, and a password may be a word of the protocol.
   */
  readonly heard: { [Point in CapabilityPoint]?: readonly string[] }
  /** The attempts at the addresses; some of them may still be going on. */
  dial?: Dial
  /** The socket under the connection, for whoever must know when it is closed. */
  socket?: Connected['socket']
  /** Where TCP went, or where it went first when nothing answered. */
  place?: Place
  connection?: Connection
  /** The words of the greeting as they were sent, for the same reason. */
  greetingWords?: string
  /** True once the server has greeted in its protocol, so that it understands a goodbye. */
  greeted: boolean
  session?: SignedIn
  /** Says goodbye where a sign-in has taken the connection over and was refused. */
  goodbye?: () => void
  /** Time spent waiting for other endpoints or for the roots, to be left out of all durations. */
  waitedMs: number
}

/** A point at which a capability list is read. */
export type CapabilityPoint = keyof Omit<CapabilitySets, 'explained'>

/** Why a phase was not carried out. */
export interface Skip {
  because: string
}

/** One phase: resolves when observed, resolves to a reason when skipped, throws when failed. */
export type PhaseStep = (run: Run) => Promise<Skip | undefined>

/**
 * Prepares the run of one endpoint.
 *
 * @param deadline by default one that starts here
 */
export function startRun(
  endpoint: Endpoint,
  asked: Asked | undefined,
  { options, trust, lookup, queue }: Account,
  deadline = new Deadline(options.timeoutMs, options.signal),
): Run {
  return {
    endpoint,
    options,
    trust,
    lookup,
    queue,
    deadline,
    transcript: transcriptFor(options, {
      keep: options.keepTranscript,
      onLine: options.onLine && ((line) => options.onLine?.(endpoint, line)),
    }),
    dialogue: dialogueFor(endpoint),
    facts: { endpoint, ...(asked !== undefined && { asked }), phases: [], connections: 0, ms: 0 },
    heard: {},
    greeted: false,
    waitedMs: 0,
  }
}

/** An empty transcript that masks what these options hold secret. */
export function transcriptFor({ signIn }: ProbeOptions, readers?: TranscriptOptions): Transcript {
  if (signIn === undefined) return new Transcript([], readers)
  const { secret, kind = 'password' } = signIn
  return new Transcript(kind === 'password' ? [secret] : [secret, ...partsOf(secret)], readers)
}

/** Shortest part of a token that is a secret of its own: the first part of a JWT says little, and may be short. */
const shortestPart = 16

// A server may echo a part of a token only: the claims of a JWT, or its signature.
function partsOf(token: Secret): Secret[] {
  const parts = token.reveal().split('.')
  return parts.filter((part) => part.length >= shortestPart).map((part) => new Secret(part))
}

/** What was caught, as it may be shown: our own failures hold no secret, the text of an error that nobody foresaw might. */
export function shownFailure(error: unknown, transcript: Transcript): Failure {
  const { code, ...failure } = failureOf(error)
  const shown = { ...failure, message: transcript.clean(failure.message) }
  const cleanCode = transcript.cleanCode(code ?? '')
  return cleanCode === '' ? shown : { ...shown, code: cleanCode }
}

/** The open connection; its absence is a bug in the order of the phases. */
export function connectionOf(run: Run): Connection {
  if (run.connection === undefined) throw new Error('this phase needs a connection')
  return run.connection
}

/** Keeps a capability list under the point where it was read: as it is for decisions, and cleaned as all server text is. */
export function keepCapabilities(run: Run, point: CapabilityPoint, list: string[]): void {
  run.heard[point] = list
  const clean = list.map((name) => run.transcript.clean(name))
  run.facts.capabilities = { ...run.facts.capabilities, [point]: clean }
}

/**
 * The roots, as soon as they are read. The time has nothing to do with the server, and is left out of the durations.
 *
 * @throws WireFailure `timed-out` or `cancelled`
 */
export async function trustOf(run: Run): Promise<Trust> {
  const { trust, deadline } = run
  const started = performance.now()
  try {
    return await deadline.race(trust, deadline.remainingMs, "this machine's roots")
  } finally {
    run.waitedMs += performance.now() - started
  }
}
