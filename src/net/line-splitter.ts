const lf = 0x0a
const cr = 0x0d

/** Thrown when a line grows beyond its limit. */
export class LineTooLong extends Error {}

/** Cuts a byte stream into lines at LF or CRLF, independent of how the network cut it. Holds at most one unfinished line. */
export class LineSplitter {
  readonly #maxBytes: number
  #ready: Buffer[] = []
  #taken = 0
  #partial: Buffer[] = []
  #partialBytes = 0

  /** @param maxBytes longest line, without its end */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /**
   * Takes bytes in.
   *
   * @throws LineTooLong once the unfinished line is longer than allowed; lines before it can still be taken
   */
  push(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(lf); end !== -1; end = chunk.indexOf(lf, start)) {
      this.#append(chunk.subarray(start, end + 1))
      this.#ready.push(Buffer.concat(this.#partial))
      this.#partial = []
      this.#partialBytes = 0
      start = end + 1
    }
    if (start < chunk.length) this.#append(chunk.subarray(start))
  }

  /** The next whole line without its end, and the bytes it took on the wire; undefined when there is none yet. */
  shift(): { line: Buffer; bytes: number } | undefined {
    const whole = this.#ready[this.#taken]
    if (whole === undefined) return undefined
    this.#taken += 1
    // Taking from the front would move all that is left each time: a packet of nothing but line ends holds 65,536 lines.
    if (this.#taken === this.#ready.length) this.#forgetReady()
    const end = whole.length - (whole.at(-2) === cr ? 2 : 1)
    return { line: whole.subarray(0, end), bytes: whole.length }
  }

  /** Bytes taken in and not handed out. */
  get leftOver(): number {
    return this.#ready.slice(this.#taken).reduce((sum, line) => sum + line.length, this.#partialBytes)
  }

  /** The bytes that leftOver counts. */
  get rest(): Buffer {
    return Buffer.concat([...this.#ready.slice(this.#taken), ...this.#partial])
  }

  /** Forgets everything that was taken in, an unfinished line included. */
  clear(): void {
    this.#forgetReady()
    this.#partial = []
    this.#partialBytes = 0
  }

  #forgetReady(): void {
    this.#ready = []
    this.#taken = 0
  }

  #append(bytes: Buffer): void {
    // The line end does not count, and CR LF is the longest one.
    if (this.#partialBytes + bytes.length > this.#maxBytes + 2) throw new LineTooLong()
    this.#partial.push(bytes)
    this.#partialBytes += bytes.length
  }
}
