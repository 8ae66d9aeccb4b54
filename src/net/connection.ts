import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Certificate, TlsFacts } from '../model/index.js'
import type { Deadline } from './deadline.js'
import { failed } from './failure.js'
import { limits } from './limits.js'
import { type AnswerLimits, LineReader } from './line-reader.js'
import { type HandshakeOptions, handshake } from './tls.js'
import type { Transcript } from './transcript.js'

/** One connection to a mail server: lines out, lines in, and the step from clear text to TLS. */
export class Connection {
  readonly transcript: Transcript
  readonly #deadline: Deadline
  #socket: Socket
  #reader: LineReader
  #insideTls = false
  #taken = false

  /**
   * @param socket connected; the connection owns it from here on
   * @param deadline end of everything that is read
   */
  constructor(socket: Socket, deadline: Deadline, transcript: Transcript) {
    socket.on('error', () => {})
    this.transcript = transcript
    this.#deadline = deadline
    this.#socket = socket
    this.#reader = new LineReader(socket, deadline)
  }

  get insideTls(): boolean {
    return this.#insideTls
  }

  /** True while lines can still be sent by this object. */
  get usable(): boolean {
    return !this.#taken && this.#socket.writable && !this.#socket.destroyed
  }

  /** The server's words, fit to be kept. */
  text(raw: string): string {
    return this.transcript.clean(raw)
  }

  /**
   * Sends lines in one write and starts counting the answer.
   *
   * @param lines without their ends; a line with CR, LF or NUL inside is a bug and is never sent
   */
  send(...lines: string[]): void {
    // The message must not quote the line: it may hold a secret.
    if (lines.some((line) => /[\r\n\0]/.test(line)))
      throw new Error('a command line must not hold CR, LF or NUL')
    for (const line of lines) this.transcript.record('sent', line, this.#insideTls)
    this.#reader.startAnswer()
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''))
  }

  /** Sets other limits for the answer that comes next. */
  expect(bounds: AnswerLimits): void {
    this.#reader.startAnswer(bounds)
  }

  /** Starts the time of the next step without sending anything, as for the greeting. */
  startStep(): void {
    this.#reader.startAnswer()
  }

  /**
   * The next line of the server, without its end.
   *
   * @param waitingFor names what is awaited in failure messages
   * @param shown stands for the line in the transcript
   */
  async readLine(waitingFor: string, shown?: string): Promise<string> {
    const line = (await this.#reader.next(waitingFor)).toString('utf8')
    this.transcript.record('received', shown ?? line, this.#insideTls)
    return line
  }

  /**
   * Continues inside TLS. Whatever arrived in clear text and was not asked for could have been slipped in by anyone on the
   * path (RFC 9051 section 6.2.1, RFC 2595 section 4): it ends the connection and is never read.
   *
   * @throws WireFailure `injected-data`, or what the handshake throws
   */
  async upgradeToTls(options: HandshakeOptions): Promise<TlsFacts> {
    this.refuseLeftOver('after the answer to the TLS command')
    this.#reader.detach()
    const { socket, facts } = await handshake(this.#socket, options)
    this.#adopt(socket)
    return this.#cleanFacts(facts)
  }

  // The names in a certificate are the server's words too, and it may have heard the secret on another connection.
  #cleanFacts({ chain, certificate, ...facts }: TlsFacts): TlsFacts {
    const clean = (one: Certificate): Certificate => ({
      ...one,
      subject: this.text(one.subject),
      issuer: this.text(one.issuer),
      names: one.names.map((name) => this.text(name)),
    })
    return { ...facts, chain: chain.map(clean), ...(certificate && { certificate: clean(certificate) }) }
  }

  /**
   * Ends the connection when bytes have arrived that nothing asked for.
   *
   * @throws WireFailure `injected-data` in clear text, where anyone on the path may have sent them; inside TLS `malformed`,
   * for they would be taken for the answers to what comes next
   */
  refuseLeftOver(when: string): void {
    const bytes = this.#reader.leftOver
    if (bytes === 0) return
    const serverText = this.text(this.#reader.takeLeftOver().split(/\r?\n/)[0] ?? '')
    this.close()
    if (this.#insideTls)
      throw failed('malformed', `${bytes} bytes that nothing asked for ${when}`, { serverText })
    throw failed('injected-data', `${bytes} bytes in clear text ${when}`, { serverText })
  }

  /** Gives the socket away, with what was read ahead put back; this object cannot be used afterwards. */
  takeSocket(): Socket {
    const ahead = this.#reader.takeReadAhead()
    this.#reader.detach()
    if (ahead.length > 0) this.#socket.unshift(ahead)
    this.#taken = true
    return this.#socket
  }

  /**
   * Says goodbye and lets go: the answer is thrown away and not waited for, and the process need not stay for it.
   *
   * @param line LOGOUT or QUIT
   * @returns whether it could still be sent
   */
  farewell(line: string): boolean {
    if (!this.usable) return false
    this.transcript.record('sent', line, this.#insideTls)
    this.#reader.detach()
    this.#taken = true
    letGo(this.#socket, `${line}\r\n`)
    return true
  }

  /** Cuts the connection. */
  close(): void {
    if (this.#taken) return
    this.#socket.destroy()
  }

  #adopt(socket: TLSSocket): void {
    this.#socket = socket
    this.#insideTls = true
    this.#reader = new LineReader(socket, this.#deadline)
  }
}

/** Sends the last bytes, throws away what still comes, and cuts the connection after a short while. */
export function letGo(socket: Socket, lastWords: string): void {
  const timer = setTimeout(() => socket.destroy(), limits.farewellMs)
  timer.unref()
  socket.unref()
  let thrownAway = 0
  socket.on('data', (chunk: Buffer) => {
    thrownAway += chunk.length
    if (thrownAway > limits.farewellBytes) socket.destroy()
  })
  socket.once('close', () => clearTimeout(timer))
  socket.end(lastWords)
}
