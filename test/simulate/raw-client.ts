import { connect, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { RunningSimulation } from '../../src/simulate/server.js'

const patience = 10_000

/** Fails with these words when a promise takes longer than any healthy run could. */
export function bounded<T>(promise: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No ${what} within ${patience} ms`)), patience)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** The real port that stands for a port of the scenario. */
export function realPort(simulation: RunningSimulation, port: number): number {
  const listener = simulation.listeners.find(({ endpoint }) => endpoint.port === port)
  if (!listener) throw new Error(`The scenario has no port ${port}`)
  return listener.port
}

/** A client that sends bytes and reads lines, and knows nothing of mail. */
export class RawClient {
  #stream: Socket
  #input = ''
  #end: string | undefined
  #wake: () => void = () => {}

  private constructor(stream: Socket) {
    this.#stream = stream
    this.#listen(stream)
  }

  /** Connects without TLS. */
  static async plain(simulation: RunningSimulation, port: number): Promise<RawClient> {
    const socket = connect(realPort(simulation, port), '127.0.0.1')
    const client = new RawClient(socket)
    await bounded(
      new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject)),
      'connection',
    )
    return client
  }

  /** Connects with verified TLS. */
  static async tls(simulation: RunningSimulation, port: number): Promise<RawClient> {
    const client = await RawClient.plain(simulation, port)
    await client.startTls(simulation)
    return client
  }

  /** Verified TLS from here on. */
  async startTls(
    simulation: RunningSimulation,
    options: { servername?: string; rejectUnauthorized?: boolean; ALPNProtocols?: string[] } = {},
  ): Promise<TLSSocket> {
    this.#stream.removeAllListeners('data')
    const secured = connectTls({
      socket: this.#stream,
      ca: simulation.caPem,
      servername: simulation.scenario.host,
      ...options,
    })
    this.#stream = secured
    this.#listen(secured)
    await bounded(
      new Promise((resolve, reject) => secured.once('secureConnect', resolve).once('error', reject)),
      'TLS handshake',
    )
    return secured
  }

  /** Sends text as it stands. */
  send(text: string): void {
    this.#stream.write(text)
  }

  /** Sends text one byte at a time, each in a segment of its own. */
  async trickle(text: string): Promise<void> {
    if (!(this.#stream instanceof TLSSocket)) this.#stream.setNoDelay(true)
    for (const character of text) {
      this.#stream.write(character)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Closes this side only: what was sent still counts. */
  finish(): void {
    this.#stream.end()
  }

  /** The next line without its line end. */
  line(): Promise<string> {
    return bounded(this.#line(), 'line')
  }

  /** Lines up to the first that begins so, which is the last of them. */
  async linesTo(start: string): Promise<string[]> {
    const lines = [await this.line()]
    while (!lines.at(-1)?.startsWith(start)) lines.push(await this.line())
    return lines
  }

  /** Sends an IMAP command and reads to its tagged answer. */
  async ask(command: string): Promise<string[]> {
    this.send(`${command}\r\n`)
    return this.linesTo(`${command.split(' ')[0]} `)
  }

  /** Sends a POP3 command and reads its status line, or all lines to the dot. */
  async request(command: string, multiline = false): Promise<string[]> {
    this.send(`${command}\r\n`)
    const status = await this.line()
    if (!multiline || !status.startsWith('+OK')) return [status]
    const lines = [status]
    while (lines.at(-1) !== '.') lines.push(await this.line())
    return lines.slice(0, -1)
  }

  /** How the server ended the connection: `FIN`, or the code of the error. */
  async ending(): Promise<string> {
    const wait = async () => {
      while (this.#end === undefined) await this.#more()
      return this.#end
    }
    return bounded(wait(), 'end of connection')
  }

  /** Bytes that came and were not read as lines. */
  get unread(): string {
    return this.#input
  }

  close(): void {
    this.#stream.destroy()
  }

  async #line(): Promise<string> {
    while (!this.#input.includes('\n')) {
      if (this.#end !== undefined) throw new Error(`The connection ended (${this.#end}) before a line`)
      await this.#more()
    }
    const at = this.#input.indexOf('\n')
    const line = this.#input.slice(0, at).replace(/\r$/, '')
    this.#input = this.#input.slice(at + 1)
    return line
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #listen(stream: Socket): void {
    const ended = (how: string) => {
      this.#end ??= how
      this.#wake()
    }
    stream.on('data', (chunk) => {
      this.#input += chunk.toString('latin1')
      this.#wake()
    })
    stream.on('end', () => ended('FIN'))
    stream.on('error', (error: NodeJS.ErrnoException) => ended(error.code ?? error.message))
    stream.on('close', () => ended('closed'))
  }
}
