import { createConnection, type Socket } from 'node:net'
import type { Attempt, FailureCause } from '../model/index.js'
import { isIPv6Address } from './address.js'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'

/** Counts TCP connections, tried ones included: each one is seen by the other side. */
export interface ConnectionCount {
  connections: number
}

/** An open TCP connection and the address that answered. */
export interface Connected {
  socket: Socket
  address: string
  /** `address:port`, IPv6 in brackets. */
  connectedTo: string
}

/** How the addresses of one name are tried. */
export interface DialOptions {
  /** Never two connections at once: the next address is tried when the one before has failed. */
  oneAtATime?: boolean | undefined
}

/**
 * Tries every address of a name, each by itself and measured by itself: racing them, or stopping at the first, would hide
 * a dead one that other programs run into.
 */
export class Dial {
  /** The addresses that are tried, in the resolver's order. */
  readonly addresses: readonly string[]
  readonly #tries: Try[]
  readonly #deadline: Deadline
  readonly #oneAtATime: boolean
  readonly #startedAt = performance.now()

  /**
   * @param addresses in the resolver's order
   * @param count raised by one for every attempt
   */
  constructor(
    addresses: readonly string[],
    port: number,
    deadline: Deadline,
    count: ConnectionCount,
    { oneAtATime = false }: DialOptions = {},
  ) {
    this.addresses = bothFamilies(addresses).slice(0, limits.addressesTried)
    this.#deadline = deadline
    this.#oneAtATime = oneAtATime
    this.#tries = this.addresses.map((address) => new Try(address, port, deadline, count))
  }

  /**
   * The first address in order that answers. Once one has answered, those before it get a short grace only.
   *
   * @throws WireFailure with the most telling cause when no address answers
   */
  async connect(): Promise<Connected> {
    const chosen = this.#oneAtATime ? await this.#inTurn() : await this.#together()
    if (chosen === undefined) throw mostTelling(this.#tries.flatMap(({ failure }) => failure ?? []))
    for (const other of this.#tries) if (other !== chosen) other.spare()
    return chosen.take()
  }

  /**
   * What became of every address. The silent ones get the time that a lost first packet costs, and no more.
   *
   * @returns in the resolver's order, without those that there was no time for
   */
  async attempts(): Promise<Attempt[]> {
    const patience = () => Math.max(0, this.#startedAt + limits.silentAddressMs - performance.now())
    for (const one of this.#tries) {
      if (this.#oneAtATime && !one.started && this.#deadline.remainingMs > 0) {
        await one.start(limits.silentAddressMs)
        await one.gone()
      }
      await one.endWithin(patience())
    }
    return this.#tries.flatMap((one) => one.result ?? [])
  }

  async #together(): Promise<Try | undefined> {
    const ends = this.#tries.map((one) => one.start(limits.connectMs))
    await Promise.race([Promise.all(ends), anyOf(this.#tries)])
    const first = this.#tries.findIndex(({ isOpen }) => isOpen)
    if (first > 0) {
      const earlier = Promise.all(ends.slice(0, first))
      await this.#deadline.race(earlier, limits.addressGraceMs, 'earlier addresses').catch(() => {})
    }
    return this.#tries.find(({ isOpen }) => isOpen)
  }

  // A silent address must not use up the time that the others need.
  async #inTurn(): Promise<Try | undefined> {
    for (const [index, one] of this.#tries.entries()) {
      const left = this.#tries.length - index
      const share = left === 1 ? this.#deadline.remainingMs : this.#deadline.remainingMs / (left + 1)
      await one.start(Math.min(limits.connectMs, share))
      if (one.isOpen) return one
      if (this.#deadline.signal?.aborted) return undefined
    }
    return undefined
  }
}

/** Connects to one address, without keeping books on it. */
export async function connectToOne(
  address: string,
  port: number,
  deadline: Deadline,
  count: ConnectionCount,
  stepMs: number,
): Promise<Connected> {
  const one = new Try(address, port, deadline, count)
  await one.start(stepMs)
  if (one.failure !== undefined) throw one.failure
  return one.take()
}

/** One attempt at one address. */
class Try {
  failure: WireFailure | undefined
  readonly #address: string
  readonly #connectedTo: string
  readonly #port: number
  readonly #deadline: Deadline
  readonly #count: ConnectionCount
  #socket: Socket | undefined
  #end: Promise<void> | undefined
  #giveUp = () => {}
  #ms: number | undefined
  #spare = false

  constructor(address: string, port: number, deadline: Deadline, count: ConnectionCount) {
    this.#address = address
    this.#connectedTo = `${isIPv6Address(address) ? `[${address}]` : address}:${port}`
    this.#port = port
    this.#deadline = deadline
    this.#count = count
  }

  get started(): boolean {
    return this.#end !== undefined
  }

  /** True once it has answered. */
  get isOpen(): boolean {
    return this.#ms !== undefined && this.failure === undefined
  }

  get result(): Attempt | undefined {
    if (this.#ms === undefined) return undefined
    const measured = { address: this.#address, ms: this.#ms }
    if (this.failure === undefined) return { ...measured, outcome: 'observed' }
    return { ...measured, outcome: 'failed', failure: this.failure.failure }
  }

  /** Tries; resolves when it has answered or failed. */
  start(stepMs: number): Promise<void> {
    this.#end ??= this.#connect(stepMs)
    return this.#end
  }

  /** Says that nobody needs this connection: it is closed as soon as it is open. */
  spare(): void {
    this.#spare = true
    if (this.isOpen) this.#socket?.destroy()
  }

  take(): Connected {
    if (this.#socket === undefined) throw new Error('this address did not answer')
    return { socket: this.#socket, address: this.#address, connectedTo: this.#connectedTo }
  }

  /** Waits for the end of an attempt that was started, and ends it when time is up. */
  async endWithin(ms: number): Promise<void> {
    if (this.#end === undefined) return
    await this.#deadline.race(this.#end, ms, 'address').catch(() => this.#giveUp())
    await this.#end
  }

  /** Closes the connection, and resolves when it is closed. */
  async gone(): Promise<void> {
    if (this.#socket === undefined) return
    this.#socket.destroy()
    await socketGone(this.#socket)
  }

  async #connect(stepMs: number): Promise<void> {
    const startedAt = performance.now()
    try {
      await this.#open(stepMs)
    } catch (error) {
      this.#socket?.destroy()
      this.failure = new WireFailure(failureOf(error, this.#connectedTo))
    }
    this.#ms = Math.max(0, Math.round((performance.now() - startedAt) * 10) / 10)
    if (this.#spare) this.#socket?.destroy()
  }

  async #open(stepMs: number): Promise<void> {
    const where = `TCP connection to ${this.#connectedTo}`
    if (this.#deadline.signal?.aborted) throw failed('cancelled', `cancelled before the ${where}`)
    this.#count.connections += 1
    const address = { host: this.#address, port: this.#port }
    const socket = createConnection({ ...address, autoSelectFamily: false, noDelay: true })
    this.#socket = socket
    // Stays for the socket's whole life: an error after everyone stopped listening must not end the process.
    socket.on('error', () => {})
    const opened = new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
      this.#giveUp = () => reject(failed('timed-out', `no ${where} while another address answered`))
    })
    await this.#deadline.race(opened, stepMs, where)
  }
}

/** Resolves when a socket is closed on both sides, or cuts it after the time that a goodbye may take. */
export async function socketGone(socket: Socket): Promise<void> {
  if (socket.closed) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.destroy(), limits.farewellMs)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

// Never settles when none opens: it is raced against the end of all.
function anyOf(tries: readonly Try[]): Promise<void> {
  return new Promise((resolve) => {
    for (const one of tries) {
      void one.start(limits.connectMs).then(() => {
        if (one.isOpen) resolve()
      })
    }
  })
}

// A long list of one family must not push the other one out of the few that are tried.
function bothFamilies(addresses: readonly string[]): string[] {
  if (addresses.length <= limits.addressesTried) return [...addresses]
  const [first = ''] = addresses
  const same = addresses.filter((address) => isIPv6Address(address) === isIPv6Address(first))
  const other = addresses.filter((address) => isIPv6Address(address) !== isIPv6Address(first))
  return same.flatMap((address, index) => [address, ...other.slice(index, index + 1)])
}

// A refusal says more than silence, and silence more than a missing route of this machine for one address family.
const telling: FailureCause[] = ['cancelled', 'refused', 'reset', 'timed-out', 'unreachable']

function mostTelling(failures: readonly WireFailure[]): WireFailure {
  const byCause = telling.map((cause) => failures.find(({ failure }) => failure.cause === cause))
  const best = byCause.find((failure) => failure !== undefined) ?? failures.at(-1)
  if (best === undefined) return failed('no-address', 'no address to connect to')
  if (failures.length === 1) return best
  return failed(best.failure.cause, `none of ${failures.length} addresses answered: ${best.message}`, {
    code: best.failure.code,
  })
}
