import type { Socket } from 'node:net'
import { TLSSocket, type TLSSocket as TlsSocket } from 'node:tls'
import type { TlsServerOptions } from './tls-options.js'

/** Longest command line taken, CRLF included. RFC 7162 section 4 recommends that servers take 8192 octets. */
const longestLine = 8192

/** Bytes read ahead of the script before the client is made to wait. */
const readAhead = 65_536

/** The client sent a line or a literal that is longer than this server takes. */
export class TooLong extends Error {}

/** What one completed TLS handshake showed of the client. */
export interface Handshake {
  serverName: string | undefined
  alpn: string | undefined
  protocol: string | undefined
}

/** What a connection tells its server as it goes. */
export interface ConnectionObserver {
  onLine(line: string, insideTls: boolean): void
  onHandshake(handshake: Handshake): void
}

/**
 * One client's connection as a script sees it: lines are pulled, so input that arrives early simply waits its turn and
 * pipelined commands work by themselves. Nothing here throws because the client went away: reads then give undefined
 * and writes do nothing.
 */
export class Connection {
  readonly #socket: Socket
  readonly #observer: ConnectionObserver
  readonly #timers = new Set<() => void>()
  #stream: Socket
  #input: Buffer = Buffer.alloc(0)
  #ended = false
  #wake: () => void = () => {}
  insideTls = false

  constructor(socket: Socket, observer: ConnectionObserver) {
    this.#socket = socket
    this.#stream = socket
    this.#observer = observer
    this.#listen(socket)
  }

  /** The client can no longer be heard: it closed its side, or the connection broke. */
  get ended(): boolean {
    return this.#ended
  }

  /** The next line without its line end (a bare LF is taken too), or undefined at the end of input. */
  async readLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#input.indexOf(0x0a)
      if (end > longestLine || (end < 0 && this.#input.length > longestLine)) throw new TooLong()
      if (end >= 0) {
        const line = this.#take(end + 1)
          .toString('utf8')
          .replace(/\r?\n$/, '')
        this.#observer.onLine(line, this.insideTls)
        return line
      }
      if (this.#ended) return undefined
      await this.#moreInput()
    }
  }

  /** Exactly so many bytes (an IMAP literal), or undefined at the end of input. */
  async readBytes(count: number): Promise<Buffer | undefined> {
    if (count > readAhead) throw new TooLong()
    while (this.#input.length < count) {
      if (this.#ended) return undefined
      await this.#moreInput()
    }
    const bytes = this.#take(count)
    this.#observer.onLine(bytes.toString('utf8'), this.insideTls)
    return bytes
  }

  /** Sends one line; CRLF is added. */
  line(text: string): Promise<void> {
    return this.#write(Buffer.from(`${text}\r\n`, 'utf8'))
  }

  /** Sends several lines in one go. */
  lines(texts: string[]): Promise<void> {
    return this.#write(Buffer.from(texts.map((text) => `${text}\r\n`).join(''), 'utf8'))
  }

  /** Sends bytes as they are, each character one byte. */
  raw(bytes: string): Promise<void> {
    return this.#write(Buffer.from(bytes, 'latin1'))
  }

  /** Lets time pass, or less when the client goes away meanwhile. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ended) return resolve()
      const finish = () => {
        clearTimeout(timer)
        this.#timers.delete(finish)
        resolve()
      }
      const timer = setTimeout(finish, ms)
      this.#timers.add(finish)
    })
  }

  /** Says nothing more, swallows what comes, and resolves once the client has gone. */
  async hang(): Promise<void> {
    while (!this.#ended) {
      this.#input = Buffer.alloc(0)
      await this.#moreInput()
    }
  }

  /**
   * Starts TLS as the server side. Input that is waiting unread came in clear and is thrown away: to take it as if it
   * had come inside TLS is the injection of CVE-2011-0411.
   */
  async startTls(options: TlsServerOptions): Promise<void> {
    if (this.#ended) return
    this.#input = Buffer.alloc(0)
    this.#stream.removeAllListeners('data')
    const secured = new TLSSocket(this.#stream, { isServer: true, ...options })
    this.insideTls = true
    this.#stream = secured
    this.#listen(secured)
    await this.#handshake(secured)
  }

  /** FIN: everything sent before still arrives. */
  close(): void {
    this.#stream.end()
    this.#input = Buffer.alloc(0)
    this.#stream.resume()
  }

  /** RST: what the client sees when a server process dies or a firewall cuts in. */
  reset(): void {
    this.#socket.resetAndDestroy()
    this.#end()
  }

  /** Ends everything at once, on this side too. */
  destroy(): void {
    this.#stream.destroy()
    this.#socket.destroy()
    this.#end()
  }

  #listen(stream: Socket): void {
    stream.on('data', (chunk: Buffer) => {
      this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk])
      if (this.#input.length > readAhead) stream.pause()
      this.#wake()
    })
    // For the whole life of the socket: clients hang up at every point, and that is no error of ours.
    stream.on('error', () => this.#end())
    stream.on('end', () => this.#end())
    stream.on('close', () => this.#end())
  }

  #handshake(secured: TlsSocket): Promise<void> {
    return new Promise((resolve) => {
      secured.once('close', resolve)
      secured.once('secure', () => {
        this.#observer.onHandshake({
          serverName: text(secured.servername),
          alpn: text(secured.alpnProtocol),
          protocol: text(secured.getProtocol()),
        })
        resolve()
      })
    })
  }

  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#stream.writable) return resolve()
      this.#stream.once('close', resolve)
      this.#stream.write(bytes, () => {
        this.#stream.removeListener('close', resolve)
        resolve()
      })
    })
  }

  #take(count: number): Buffer {
    const taken = this.#input.subarray(0, count)
    this.#input = this.#input.subarray(count)
    return taken
  }

  #moreInput(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      this.#stream.resume()
    })
  }

  #end(): void {
    this.#ended = true
    this.#wake()
    for (const finish of [...this.#timers]) finish()
  }
}

function text(value: string | false | null | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
