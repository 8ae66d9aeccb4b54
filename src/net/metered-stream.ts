import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { WireFailure } from './failure.js'
import { failed } from './failure.js'
import { limits } from './limits.js'
import { LineSplitter } from './line-splitter.js'
import type { Transcript } from './transcript.js'

/**
 * Stands between a library and a socket: bounds the bytes that the library can be made to take, records both directions
 * in the transcript, and can be given a first line to replay. Destroying it destroys the socket, unless it was released.
 */
export class MeteredStream extends Duplex {
  /** Why the stream was ended from this side; libraries tend to wrap or lose the reason. */
  failure: WireFailure | undefined
  readonly #socket: Socket
  readonly #transcript: Transcript
  readonly #onLine: (line: string) => void
  readonly #received = new LineSplitter(limits.lineBytes)
  readonly #sent = new LineSplitter(limits.lineBytes)
  #room: number = limits.sessionBytes
  #lines = 0
  #released = false

  /**
   * @param socket inside TLS, with nobody else reading
   * @param replay bytes that the reader gets before those of the socket
   * @param onLine called with each received line
   */
  constructor(socket: Socket, transcript: Transcript, replay: string, onLine: (line: string) => void) {
    super()
    this.#socket = socket
    this.#transcript = transcript
    this.#onLine = onLine
    this.push(Buffer.from(replay))
    this.on('error', () => {})
    socket.on('data', this.#onData)
    socket.once('end', this.#onEnd)
    socket.once('error', (error) => this.destroy(error))
    socket.once('close', () => this.destroy())
  }

  /** The idle timer that a library may set; the deadline of the endpoint makes it superfluous. */
  setTimeout(_ms: number): this {
    return this
  }

  /** Ends the session for what the server sent; called from `onLine`, before the library gets to see that line. */
  refuse(failure: WireFailure): void {
    this.failure ??= failure
    this.destroy(this.failure)
  }

  /** Gives the socket back, still open; what this stream does afterwards no longer reaches it. */
  release(): Socket {
    this.#released = true
    this.#socket.off('data', this.#onData)
    this.#socket.off('end', this.#onEnd)
    return this.#socket
  }

  override _read(): void {
    if (!this.#released) this.#socket.resume()
  }

  override _write(
    chunk: Buffer | string,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    const bytes = Buffer.from(chunk)
    this.#record(this.#sent, bytes, (line) => this.#transcript.record('sent', line, true))
    if (this.#released) done()
    else this.#socket.write(bytes, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#released) this.#socket.end()
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#released) this.#socket.destroy()
    done(error)
  }

  readonly #onEnd = () => {
    this.push(null)
  }

  readonly #onData = (chunk: Buffer) => {
    this.#room -= chunk.length
    if (this.#room < 0) {
      this.#refuse(`${limits.sessionBytes} bytes`)
      return
    }
    this.#record(this.#received, chunk, (line) => {
      this.#lines += 1
      this.#transcript.record('received', line, true)
      this.#onLine(line)
    })
    if (this.#lines > limits.sessionLines) this.#refuse(`${limits.sessionLines} lines`)
    else if (this.failure === undefined && !this.push(chunk)) this.#socket.pause()
  }

  #refuse(most: string): void {
    this.refuse(failed('too-much-data', `the session received more than ${most}`))
  }

  #record(splitter: LineSplitter, bytes: Buffer, take: (line: string) => void): void {
    try {
      splitter.push(bytes)
    } catch {
      // Too long to be recorded; whether it is too long to be read is for the library's own limit.
      splitter.clear()
    }
    for (let next = splitter.shift(); next !== undefined; next = splitter.shift())
      take(next.line.toString('utf8'))
  }
}
