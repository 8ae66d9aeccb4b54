import type { Endpoint, Failure, Protocol } from '../model/index.js'
import { type Deadline, limits, WireFailure } from '../net/index.js'
import { label } from './label.js'

interface Place {
  endpoint: Endpoint
  /** Resolves when this endpoint will not sign in, or has. */
  readonly settled: Promise<void>
  readonly settle: () => void
}

/** What the one whose turn it is may do for the account. */
export interface Turn {
  /** Takes the account's one further attempt; false when it was taken already. */
  takeSecond(): boolean
  /** Says that an attempt was refused, though the sign-in may still come to a good end. */
  noteRefusal(): void
}

/**
 * Lets the endpoints of one account sign in one at a time, in list order where that costs little: each protocol once, and
 * nobody after a refusal, so that no account is locked by this program.
 */
export class SignInQueue {
  readonly #places: Place[]
  readonly #tried = new Map<Protocol, string>()
  #refusedAt: string | undefined
  #secondTaken = false
  #turn: Promise<void> = Promise.resolve()
  /** How many have a turn, the one that signs in included. */
  #turns = 0
  /** Who signs in now. */
  #inside = 'another endpoint'

  constructor(endpoints: readonly Endpoint[]) {
    this.#places = endpoints.map(newPlace)
  }

  /**
   * Waits for this endpoint's turn and signs in, or not.
   *
   * @param index place of the endpoint in the list
   * @param signIn makes the one attempt; a refusal, or being told to slow down, ends sign-in for all
   * @returns why there was no attempt; undefined after one that worked
   * @throws WireFailure `cancelled`, or what the attempt throws
   */
  async enter(
    index: number,
    deadline: Deadline,
    signIn: (turn: Turn) => Promise<void>,
  ): Promise<string | undefined> {
    const endpoint = this.#endpointAt(index)
    await this.#waitForEarlier(index, deadline)
    const obstacle = () => this.#refusal() ?? this.#alreadyTried(endpoint)
    const because = obstacle()
    if (because !== undefined) return because
    return this.#inTurn(index, deadline, async () => {
      // Asked again: the answer may have changed while this endpoint waited for its turn.
      const changed = obstacle()
      if (changed !== undefined) return changed
      this.#tried.set(endpoint.protocol, label(endpoint))
      // Nobody needs to wait for the other endpoints of this protocol: they will be skipped.
      for (const place of this.#places) if (place.endpoint.protocol === endpoint.protocol) place.settle()
      return this.#attempt(endpoint, signIn)
    })
  }

  /**
   * Signs in once more at an endpoint where it worked, in another way: the account's one further attempt.
   *
   * @returns why there was no attempt; undefined after one that worked
   * @throws WireFailure `cancelled`, or what the attempt throws
   */
  async again(index: number, deadline: Deadline, signIn: () => Promise<void>): Promise<string | undefined> {
    const endpoint = this.#endpointAt(index)
    return this.#inTurn(index, deadline, async () => {
      const because = this.#refusal()
      if (because !== undefined) return because
      if (!this.#takeSecond()) return 'the one further attempt was already made'
      return this.#attempt(endpoint, signIn)
    })
  }

  async #inTurn(
    index: number,
    deadline: Deadline,
    work: () => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const previous = this.#turn
    let leave = () => {}
    this.#turn = new Promise((resolve) => {
      leave = () => {
        this.#turns -= 1
        resolve()
      }
    })
    this.#turns += 1
    try {
      return (await this.#tooLate(previous, deadline)) ?? (await work())
    } finally {
      this.settle(index)
      // Even when the wait was given up: whoever comes next must still wait for those before.
      previous.then(leave, leave)
    }
  }

  /** Puts another endpoint in a place: what stood there was a wrong guess, and has not signed in. */
  correct(index: number, endpoint: Endpoint): void {
    const place = this.#places[index]
    if (place !== undefined) place.endpoint = endpoint
  }

  /** Says that this endpoint will not sign in any more. */
  settle(index: number): void {
    this.#places[index]?.settle()
  }

  /** Waits for those before, and leaves enough time for the attempt itself: cut short, it would look like a server's fault. */
  async #tooLate(previous: Promise<void>, deadline: Deadline): Promise<string | undefined> {
    // Nobody else has a turn: nothing to wait for, however little time there is.
    if (this.#turns === 1) return undefined
    const patience = Math.max(0, deadline.remainingMs - limits.signInLeastMs)
    const inTime = await isBefore(previous, patience, deadline)
    if (inTime && deadline.remainingMs >= limits.signInLeastMs) return undefined
    return `the sign-in at ${this.#inside} did not end in time`
  }

  #endpointAt(index: number): Endpoint {
    const endpoint = this.#places[index]?.endpoint
    if (endpoint === undefined) throw new Error('no such place in the queue')
    return endpoint
  }

  #refusal(): string | undefined {
    return this.#refusedAt === undefined ? undefined : `not tried after the refusal at ${this.#refusedAt}`
  }

  #alreadyTried({ protocol }: Endpoint): string | undefined {
    const triedAt = this.#tried.get(protocol)
    return triedAt === undefined ? undefined : `sign-in was already tried at ${triedAt}`
  }

  #takeSecond(): boolean {
    if (this.#secondTaken) return false
    this.#secondTaken = true
    return true
  }

  async #attempt(endpoint: Endpoint, signIn: (turn: Turn) => Promise<void>): Promise<undefined> {
    const here = label(endpoint)
    this.#inside = here
    const noteRefusal = () => {
      this.#refusedAt = here
    }
    try {
      await signIn({ takeSecond: () => this.#takeSecond(), noteRefusal })
    } catch (error) {
      if (error instanceof WireFailure && endsSignIn(error.failure)) noteRefusal()
      throw error
    }
  }

  async #waitForEarlier(index: number, deadline: Deadline): Promise<void> {
    const earlier = Promise.all(this.#places.slice(0, index).map((place) => place.settled)).then(
      () => undefined,
    )
    await isBefore(earlier, Math.min(limits.signInPatienceMs, deadline.remainingMs / 4), deadline)
  }
}

/** Our own code for a server that asks to slow down. */
export const throttled = 'ETHROTTLE'

/** Whether a failed sign-in is an answer after which nobody of the account may try again in this run. */
export function endsSignIn({ cause, code }: Failure): boolean {
  return cause === 'sign-in-refused' || code === throttled
}

/**
 * Whether something happens within a time.
 *
 * @throws WireFailure `cancelled`
 */
async function isBefore(event: Promise<void>, ms: number, deadline: Deadline): Promise<boolean> {
  try {
    await deadline.race(event, ms, 'turn to sign in')
    return true
  } catch (error) {
    if (error instanceof WireFailure && error.failure.cause === 'timed-out') return false
    throw error
  }
}

function newPlace(endpoint: Endpoint): Place {
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { endpoint, settled, settle }
}
