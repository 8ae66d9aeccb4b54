import { setMaxListeners } from 'node:events'
import { failed } from './failure.js'

/**
 * One absolute end for everything that an endpoint does, above the limits of the single steps. Idle timers alone are
 * defeated by one byte a second.
 */
export class Deadline {
  readonly totalMs: number
  readonly signal: AbortSignal | undefined
  readonly #endsAt: number

  /**
   * @param totalMs time from now on
   * @param signal ends everything at once when it aborts
   */
  constructor(totalMs: number, signal?: AbortSignal) {
    this.totalMs = totalMs
    this.signal = signal
    this.#endsAt = performance.now() + totalMs
    // Every wait listens to the same signal, and a search waits for dozens of answers at once.
    if (signal !== undefined) setMaxListeners(0, signal)
  }

  /** Milliseconds left, never below 0. */
  get remainingMs(): number {
    return Math.max(0, this.#endsAt - performance.now())
  }

  /**
   * Waits for work, at most `stepMs` and never past the end.
   *
   * @param work left alone when time runs out: the caller ends it, usually by destroying the socket
   * @param stepMs limit of this step
   * @param waitingFor names the awaited thing in the failure message
   * @throws WireFailure `timed-out` or `cancelled`, or what the work throws
   */
  async race<T>(work: Promise<T>, stepMs: number, waitingFor: string): Promise<T> {
    let dispose = () => {}
    const end = new Promise<never>((_resolve, reject) => {
      const cancel = () => reject(failed('cancelled', `cancelled while waiting for ${waitingFor}`))
      const timer = setTimeout(
        () => reject(this.#timeOut(stepMs, waitingFor)),
        Math.min(stepMs, this.remainingMs),
      )
      this.signal?.addEventListener('abort', cancel, { once: true })
      if (this.signal?.aborted) cancel()
      dispose = () => {
        clearTimeout(timer)
        this.signal?.removeEventListener('abort', cancel)
      }
    })
    try {
      return await Promise.race([end, work])
    } finally {
      dispose()
    }
  }

  #timeOut(stepMs: number, waitingFor: string): Error {
    if (this.remainingMs <= 1) {
      return failed(
        'timed-out',
        `the time limit of ${seconds(this.totalMs)} ended while waiting for ${waitingFor}`,
      )
    }
    return failed('timed-out', `no ${waitingFor} within ${seconds(stepMs)}`)
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`
}
