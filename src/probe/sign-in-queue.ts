import type { Endpoint, Protocol } from '../model/index.js'
import { type Deadline, limits, WireFailure } from '../net/index.js'
import { label } from './label.js'

interface Place {
  endpoint: Endpoint
  /** Resolves when this endpoint will not sign in, or has. */
  readonly settled: Promise<void>
  readonly settle: () => void
}

/**
 * Lets the endpoints of one account sign in one at a time, in list order where that costs little: each protocol once, and
 * nobody after a refusal, so that no account is locked by this program.
 */
export class SignInQueue {
  readonly #places: Place[]
  readonly #tried = new Map<Protocol, string>()
  #refusedAt: string | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(endpoints: readonly Endpoint[]) {
    this.#places = endpoints.map(newPlace)
  }

  /**
   * Waits for this endpoint's turn and signs in, or not.
   *
   * @param index place of the endpoint in the list
   * @param signIn makes the one attempt; a WireFailure with cause `sign-in-refused` ends sign-in for all
   * @returns why there was no attempt; undefined after one that worked
   */
  async enter(index: number, deadline: Deadline, signIn: () => Promise<void>): Promise<string | undefined> {
    const endpoint = this.#places[index]?.endpoint
    if (endpoint === undefined) throw new Error('no such place in the queue')
    await this.#waitForEarlier(index, deadline)
    const because = this.#obstacle(endpoint)
    if (because !== undefined) return because
    const previous = this.#turn
    let leave = () => {}
    this.#turn = new Promise((resolve) => {
      leave = resolve
    })
    try {
      await deadline.race(previous, deadline.remainingMs, 'turn to sign in')
      return await this.#attempt(endpoint, signIn)
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

  #obstacle({ protocol }: Endpoint): string | undefined {
    if (this.#refusedAt !== undefined) return `not tried after the refusal at ${this.#refusedAt}`
    const triedAt = this.#tried.get(protocol)
    return triedAt === undefined ? undefined : `sign-in was already tried at ${triedAt}`
  }

  async #attempt(endpoint: Endpoint, signIn: () => Promise<void>): Promise<string | undefined> {
    // Asked again: the answer may have changed while this endpoint waited for its turn.
    const because = this.#obstacle(endpoint)
    if (because !== undefined) return because
    const here = label(endpoint)
    this.#tried.set(endpoint.protocol, here)
    // Nobody needs to wait for the other endpoints of this protocol: they will be skipped.
    for (const place of this.#places) if (place.endpoint.protocol === endpoint.protocol) place.settle()
    try {
      await signIn()
      return undefined
    } catch (error) {
      if (error instanceof WireFailure && error.failure.cause === 'sign-in-refused') this.#refusedAt = here
      throw error
    }
  }

  async #waitForEarlier(index: number, deadline: Deadline): Promise<void> {
    const earlier = Promise.all(this.#places.slice(0, index).map((place) => place.settled)).then(
      () => undefined,
    )
    const patience = Math.min(limits.signInPatienceMs, deadline.remainingMs / 4)
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience)
    })
    await Promise.race([earlier, enough])
    clearTimeout(timer)
  }
}

function newPlace(endpoint: Endpoint): Place {
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  return { endpoint, settled, settle }
}
