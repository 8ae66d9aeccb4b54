/** How much at once, and how fast. */
export interface Pace {
  /** Targets at the same time, in all. */
  concurrency: number
  /** Targets at the same time on one host. */
  perHost: number
  /** Targets begun per second, in all; undefined: as fast as the others allow. */
  rate?: number | undefined
  /** Targets that may wait, so that those behind a busy host need not. */
  window: number
}

interface Waiting<Item> {
  host: string
  item: Item
}

interface HostLoad<Item> {
  /** Begun, or next to be begun. */
  taken: number
  waiting: Item[]
}

/**
 * Decides what begins when; it neither waits nor knows what the items are. A host that has enough to do keeps its own
 * targets waiting and nobody else's, as long as they fit into the window.
 */
export class Schedule<Item> {
  readonly #hosts = new Map<string, HostLoad<Item>>()
  /** Could begin as far as their hosts go. */
  #ready: Waiting<Item>[] = []
  #waiting = 0
  #running = 0
  #nextBeginMs = Number.NEGATIVE_INFINITY

  constructor(private readonly pace: Pace) {}

  /** Whether there is room for another item. */
  get hasRoom(): boolean {
    return this.#waiting < this.pace.window
  }

  /** Neither waiting nor running. */
  get isEmpty(): boolean {
    return this.#waiting === 0 && this.#running === 0
  }

  get running(): number {
    return this.#running
  }

  /** Takes an item in. */
  add(item: Item, host: string): void {
    const load = this.#hosts.get(host) ?? { taken: 0, waiting: [] }
    this.#hosts.set(host, load)
    this.#waiting += 1
    if (load.taken < this.pace.perHost) {
      load.taken += 1
      this.#ready.push({ host, item })
    } else load.waiting.push(item)
  }

  /**
   * What may begin now: an item, which counts as running from here on, with its host for `done`; or in how many
   * milliseconds to ask again; or undefined, when something must end or be added first.
   *
   * @param nowMs any clock that only goes forward
   */
  next(nowMs: number): { begin: Item; host: string } | { waitMs: number } | undefined {
    if (this.#running >= this.pace.concurrency || this.#ready.length === 0) return undefined
    if (nowMs < this.#nextBeginMs) return { waitMs: this.#nextBeginMs - nowMs }
    const first = this.#ready.shift()
    if (first === undefined) return undefined
    this.#waiting -= 1
    this.#running += 1
    // No burst after a pause: the rate holds in every second.
    if (this.pace.rate !== undefined) this.#nextBeginMs = nowMs + 1000 / this.pace.rate
    return { begin: first.item, host: first.host }
  }

  /** An item of the host has ended. */
  done(host: string): void {
    this.#running -= 1
    const load = this.#hosts.get(host)
    if (load === undefined) throw new Error(`nothing was begun on ${host}`)
    const item = load.waiting.shift()
    if (item !== undefined) this.#ready.push({ host, item })
    else {
      load.taken -= 1
      if (load.taken === 0) this.#hosts.delete(host)
    }
  }
}
