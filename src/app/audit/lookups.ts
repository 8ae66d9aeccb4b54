import { Deadline, isAddress, type Lookup, limits, resolveAddresses } from '../../net/index.js'

/** How long an answer is used, and how many are kept: an audit may take hours, and its list may be of any length. */
const keptMs = 300_000
const mostKept = 10_000

/** Threads of libuv unless the environment says otherwise. */
const usualThreads = 4

/**
 * Names that the system's resolver works on at the same time. It works in the threads of libuv, which leaves half of them to
 * lookups (uv_getaddrinfo is slow work to it); whatever is asked beyond that waits unseen, on its own time limit.
 */
export function systemLookups(env: Readonly<Record<string, string | undefined>>): number {
  const size = Number(env.UV_THREADPOOL_SIZE)
  const threads = Number.isInteger(size) && size >= 1 ? Math.min(size, 1024) : usualThreads
  return Math.ceil(threads / 2)
}

interface Kept {
  answer: Promise<string[]>
  askedAtMs: number
}

/**
 * Names looked up for all targets together: each once, and no more at a time than the resolver works on. So a name that no
 * resolver answers for costs the others neither an answer nor their time limit, only a turn.
 */
export class Lookups {
  readonly #kept = new Map<string, Kept>()
  readonly #waiting: (() => void)[] = []
  #free: number

  /**
   * @param ask whom to ask
   * @param atOnce questions at the same time
   * @param limitMs time for each answer, from when it is asked for
   */
  constructor(
    private readonly ask: Lookup,
    atOnce: number,
    private readonly limitMs: number = limits.dnsMs,
  ) {
    this.#free = atOnce
  }

  /** All addresses of a name, by an answer from before where there is a recent one. */
  readonly addresses: Lookup = (host) => {
    const now = performance.now()
    const known = this.#kept.get(host)
    if (known !== undefined && now - known.askedAtMs < keptMs) return known.answer
    const answer = this.#inTurn(host)
    this.#kept.delete(host)
    this.#kept.set(host, { answer, askedAtMs: now })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return answer
  }

  /** What a host is told by when it comes to its load: names of one machine are one host. */
  async placeOf(host: string): Promise<string> {
    if (isAddress(host)) return host
    try {
      // In a fixed order: many resolvers give several addresses in turn.
      const [first = host] = [...(await this.addresses(host))].sort()
      return first
    } catch {
      return host // why it has no address is told by whoever probes it
    }
  }

  async #inTurn(host: string): Promise<string[]> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return resolveAddresses(host, new Deadline(this.limitMs), (name) => {
      const asked = this.ask(name)
      // Not when the time limit is over: a thread that still works on it is not free.
      const release = () => this.#release()
      asked.then(release, release)
      return asked
    })
  }

  #release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }
}
