import { createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Protocol } from '../../src/model/index.js'
import type { TestCertificate } from '../support/raw-server.js'
import type { Behaviour, Reaction } from './behaviour.js'
import { healthyAnswers, healthyGreetings } from './healthy.js'

/** What a flood sends at most: far more than a client that reads within limits takes, kernel buffers included. */
export const floodBytes = 96 * 1024 * 1024

const signInLine: Record<Protocol, RegExp> = {
  imap: /^\S+ (LOGIN|AUTHENTICATE) /i,
  pop3: /^(PASS|AUTH|APOP) /i,
}

/** One connection as its server sees it, and what a reaction can do with it. */
export class Peer {
  /** The socket that is spoken on now: the TCP socket, or TLS over it. */
  socket: Socket
  insideTls = false
  readonly tcp: Socket
  readonly #server: HostileServer
  readonly #timers = new Set<NodeJS.Timeout>()
  #rest = ''
  #next: ((line: string) => void) | undefined

  constructor(tcp: Socket, server: HostileServer) {
    this.tcp = tcp
    this.socket = tcp
    this.#server = server
    tcp.on('error', () => {})
    tcp.setNoDelay(true)
  }

  write(data: string | Buffer): void {
    if (this.socket.writable) this.socket.write(data)
  }

  /** Sends one byte after the other, endlessly where the text is repeated. */
  drip(text: string, everyMs = 100): void {
    const bytes = [...Buffer.from(text)]
    const timer = setInterval(() => {
      const next = bytes.shift()
      if (next === undefined || !this.socket.writable) clearInterval(timer)
      else this.socket.write(Buffer.from([next]))
    }, everyMs)
    this.#timers.add(timer)
  }

  later(ms: number, work: () => void): void {
    const timer = setTimeout(work, ms)
    this.#timers.add(timer)
  }

  /** Sends a piece again and again, as fast as it is taken, up to `floodBytes`. */
  flood(piece: string): void {
    const text = piece.repeat(Math.max(1, Math.ceil(65_536 / piece.length)))
    const chunk = Buffer.from(text)
    const { socket } = this
    let sent = 0
    const more = () => {
      while (socket.writable && sent < floodBytes) {
        sent += chunk.length
        if (!socket.write(chunk)) {
          socket.once('drain', more)
          return
        }
      }
    }
    more()
  }

  end(lastWords: string | Buffer = ''): void {
    this.socket.end(lastWords)
  }

  reset(): void {
    this.tcp.resetAndDestroy()
  }

  /** Carries out a reaction. */
  react(reaction: Reaction, tag = '', words: string[] = []): void {
    if (typeof reaction === 'function') reaction(this, tag, words)
    else if (typeof reaction === 'string') this.write(reaction.replaceAll('{tag}', tag))
    else this.write(reaction)
  }

  /** Takes the next line for an answer to something that the server asked. */
  ask(question: string, take: (line: string) => void): void {
    this.#next = take
    this.write(question)
  }

  /** Turns to TLS on the same TCP connection, and goes on in it. */
  secure(then: () => void): void {
    const { behaviour, certificate } = this.#server
    this.tcp.removeAllListeners('data')
    this.#rest = ''
    if (behaviour.handshake !== undefined) {
      this.tcp.resume()
      behaviour.handshake(this)
      return
    }
    const { cert, key } = certificate
    const secured = new TLSSocket(this.tcp, { isServer: true, cert, key })
    secured.on('error', () => {})
    secured.once('secure', () => {
      this.socket = secured
      this.insideTls = true
      this.listen()
      behaviour.onSecure?.(this)
      then()
    })
  }

  listen(): void {
    this.socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      this.#server.heard(text, this.insideTls)
      const lines = (this.#rest + text).split('\r\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) this.#take(line)
    })
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.tcp.destroy()
  }

  #take(line: string): void {
    const { behaviour } = this.#server
    const { protocol } = behaviour
    this.#server.log.push({ line, insideTls: this.insideTls })
    if (signInLine[protocol].test(line)) this.#server.signIns += 1
    const next = this.#next
    this.#next = undefined
    if (next !== undefined) {
      next(line)
      return
    }
    const words = line.split(' ')
    const tag = protocol === 'imap' ? (words[0] ?? '') : ''
    const name = ((protocol === 'imap' ? words[1] : words[0]) ?? '').toUpperCase()
    this.#answer(name, tag, words)
  }

  #answer(name: string, tag: string, words: string[]): void {
    const { behaviour } = this.#server
    const own = { ...behaviour.answers, ...(this.insideTls ? {} : behaviour.inClear) }
    const reaction = own[name]
    const signIn = () => this.react(own.SIGNIN ?? (tag === '' ? '+OK in\r\n' : '{tag} OK in\r\n'), tag)
    if (reaction !== undefined) this.react(reaction, tag, words)
    else if (name === 'STARTTLS' || name === 'STLS') this.upgrade(tag)
    else if (name === 'LOGIN' || name === 'PASS') signIn()
    else if (name !== 'AUTHENTICATE' && name !== 'AUTH') this.#answerHealthily(name, tag, own['*'])
    else if (words[tag === '' ? 2 : 3] === undefined) this.ask('+ \r\n', signIn)
    else signIn()
  }

  #answerHealthily(name: string, tag: string, other: Reaction | undefined): void {
    const { behaviour } = this.#server
    const answers = healthyAnswers(behaviour.protocol, this.insideTls ? 'tls' : behaviour.security)
    this.react(other ?? answers[name] ?? (tag === '' ? '-ERR what\r\n' : '{tag} BAD what\r\n'), tag)
    if (name === 'LOGOUT' || name === 'QUIT') this.end()
  }

  /** What a healthy server does when it is asked for TLS. */
  upgrade(tag: string, words = tag === '' ? '+OK go\r\n' : `${tag} OK go\r\n`): void {
    this.write(words)
    this.secure(() => {})
  }
}

/** One line that a client sent. */
export interface HeardLine {
  line: string
  insideTls: boolean
}

/** A loopback server with one behaviour, and its log of the wire. */
export class HostileServer {
  readonly log: HeardLine[] = []
  signIns = 0
  /** Everything that clients sent in clear text. */
  inClear = ''
  /** Bytes that clients took, those in kernel buffers included: the most over one connection. */
  mostBytes = 0
  port = 0
  readonly behaviour: Behaviour
  readonly certificate: TestCertificate
  readonly #peers = new Set<Peer>()
  readonly #server = createServer((socket) => this.#serve(socket))

  private constructor(behaviour: Behaviour, certificate: TestCertificate) {
    this.behaviour = behaviour
    this.certificate = certificate
  }

  static async start(behaviour: Behaviour, certificate: TestCertificate): Promise<HostileServer> {
    const server = new HostileServer(behaviour, certificate)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    const address = server.#server.address()
    server.port = typeof address === 'object' && address !== null ? address.port : 0
    return server
  }

  heard(text: string, insideTls: boolean): void {
    if (!insideTls) this.inClear += text
  }

  async close(): Promise<void> {
    for (const peer of this.#peers) this.#settle(peer)
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #serve(socket: Socket): void {
    const peer = new Peer(socket, this)
    this.#peers.add(peer)
    socket.once('close', () => this.#settle(peer))
    const greet = () => peer.react(this.behaviour.greeting ?? healthyGreetings[this.behaviour.protocol])
    if (this.behaviour.security === 'tls') peer.secure(greet)
    else {
      peer.listen()
      greet()
    }
  }

  #settle(peer: Peer): void {
    this.mostBytes = Math.max(this.mostBytes, peer.tcp.bytesWritten - peer.tcp.writableLength)
    this.#peers.delete(peer)
    peer.stop()
  }
}
