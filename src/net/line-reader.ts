import type { Readable } from 'node:stream'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'
import { LineSplitter, LineTooLong } from './line-splitter.js'

/** Bounds of one answer. */
export interface AnswerLimits {
  bytes: number
  lines: number
  ms: number
}

const ordinary: AnswerLimits = { bytes: limits.answerBytes, lines: limits.answerLines, ms: limits.stepMs }

/**
 * Reads lines from a stream on demand. Nothing is read while nobody waits for a line, so a flood stays in the kernel, and
 * what has not been asked for can be counted and thrown away.
 */
export class LineReader {
  readonly #stream: Readable
  readonly #deadline: Deadline
  readonly #splitter = new LineSplitter(limits.lineBytes)
  #failure: WireFailure | undefined
  #ended = false
  #wake = () => {}
  #bounds = ordinary
  #bytes = 0
  #lines = 0
  #stepEndsAt = 0

  constructor(stream: Readable, deadline: Deadline) {
    this.#stream = stream
    this.#deadline = deadline
    this.#ended = stream.destroyed || stream.readableEnded
    this.startAnswer()
    stream.on('readable', this.#onReadable)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onEnd)
    stream.on('error', this.#onError)
  }

  /** Starts counting anew: the limits hold from here to the end of the answer, however it is cut into lines. */
  startAnswer(bounds: AnswerLimits = ordinary): void {
    this.#bounds = bounds
    this.#bytes = 0
    this.#lines = 0
    this.#stepEndsAt = performance.now() + bounds.ms
  }

  /**
   * The next line without its end, as bytes.
   *
   * @param waitingFor names what is awaited in failure messages
   * @throws WireFailure `timed-out`, `closed`, `reset`, `too-much-data`, `cancelled`, or a late TLS error
   */
  async next(waitingFor: string): Promise<Buffer> {
    for (;;) {
      const taken = this.#splitter.shift()
      if (taken !== undefined) return this.#counted(taken)
      if (this.#readMore()) continue
      if (this.#failure !== undefined) throw this.#failure
      if (this.#ended) throw failed('closed', `the server closed the connection; no ${waitingFor}`)
      const change = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      await this.#deadline.race(change, Math.max(0, this.#stepEndsAt - performance.now()), waitingFor)
    }
  }

  /** Bytes that arrived and were not asked for. */
  get leftOver(): number {
    return this.#splitter.leftOver + this.#stream.readableLength
  }

  /** The first of the left-over bytes as text, for evidence; they are taken out, so this is for a connection at its end. */
  takeLeftOver(): string {
    const unread = (this.#stream.read() as Buffer | null) ?? Buffer.alloc(0)
    return Buffer.concat([this.#splitter.rest, unread]).subarray(0, limits.serverText).toString('utf8')
  }

  /** What was read ahead, as bytes; they are taken out. What the stream still holds stays there. */
  takeReadAhead(): Buffer {
    const { rest } = this.#splitter
    this.#splitter.clear()
    return rest
  }

  /** Stops listening and forgets what was left over; the stream itself stays open. */
  detach(): void {
    this.#stream.off('readable', this.#onReadable)
    this.#stream.off('end', this.#onEnd)
    this.#stream.off('close', this.#onEnd)
    this.#splitter.clear()
  }

  readonly #onReadable = () => this.#wake()
  readonly #onEnd = () => {
    this.#ended = true
    this.#wake()
  }
  readonly #onError = (error: unknown) => {
    this.#failure ??= new WireFailure(failureOf(error))
    this.#wake()
  }

  #readMore(): boolean {
    // After a failure nothing more is taken in: a flood would otherwise be read to its end.
    if (this.#failure !== undefined) return false
    const chunk: unknown = this.#stream.read()
    if (!Buffer.isBuffer(chunk)) return false
    try {
      this.#splitter.push(chunk)
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error
      this.#failure = failed('too-much-data', `a line of more than ${limits.lineBytes} bytes`)
      return false
    }
    return true
  }

  #counted({ line, bytes }: { line: Buffer; bytes: number }): Buffer {
    this.#bytes += bytes
    this.#lines += 1
    if (this.#bytes > this.#bounds.bytes || this.#lines > this.#bounds.lines) {
      this.#failure = failed(
        'too-much-data',
        `an answer of more than ${this.#lines - 1} lines or ${this.#bounds.bytes} bytes`,
      )
      throw this.#failure
    }
    return line
  }
}
