import Pop3Command from 'node-pop3'
import type { TopFacts } from '../../model/index.js'
import { type Connection, failed, limits, WireFailure } from '../../net/index.js'
import { readPop3Lines, readPop3Status } from '../pop3-protocol.js'

const uidlBounds = { bytes: limits.uidlBytes, lines: limits.uidlLines, ms: limits.uidlMs }

/**
 * node-pop3's commands over our own framing. Its own connection takes every `data` event for a whole response, so that a
 * response cut anywhere else by the network hangs it or is read wrongly. Here it only composes commands; lines, bounds,
 * deadline and byte-stuffing are those of the connection, which is already signed in.
 *
 * Relies on members of 0.11.0 that are not documented (`_socket`, `_updateStream`); a test holds that they are there.
 */
export class FramedPop3 extends Pop3Command {
  readonly #connection: Connection
  #failure: unknown

  /** @param connection inside TLS, in the transaction state */
  constructor(connection: Connection) {
    super({ host: '', user: '', password: '' })
    this.#connection = connection
    // With a socket set, the base class neither connects nor signs in; `write` is all that it calls.
    const port = { write: (text: string) => this.#exchange(text.replace(/\r\n$/, '')) }
    this._socket = port as unknown as Pop3Command['_socket']
    this.on('error', () => {})
  }

  /**
   * STAT (RFC 1939 section 5).
   *
   * @throws WireFailure `malformed` when the answer has not both numbers
   */
  async stat(): Promise<{ messages: number; bytes: number }> {
    const info = await this.#guarded(() => this.STAT())
    const [, messages, bytes] = (/^(\d+) (\d+)(?: |$)/.exec(info) ?? []).map(Number)
    if (isCount(messages) && isCount(bytes)) return { messages, bytes }
    const serverText = this.#connection.text(info)
    throw failed('malformed', 'STAT was answered without the two numbers', { serverText })
  }

  /**
   * UIDL (RFC 1939 section 7).
   *
   * @returns message number and unique-id of each message, with a space between; undefined when the server refuses
   */
  async uidl(): Promise<string[] | undefined> {
    try {
      const list = await this.#guarded(() => this.UIDL())
      return list.map((entry) => (Array.isArray(entry) ? entry.join(' ') : entry))
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }

  /**
   * TOP 1 0 (RFC 1939 section 7): whether the header of the first message comes alone. Nothing of it is kept, in the
   * transcript neither.
   */
  async topOfFirst(): Promise<TopFacts> {
    try {
      const text = await this.#guarded(() => this.TOP(1, 0))
      // The empty line that ends a header may be all that follows it.
      const [, body = ''] = /(?:^|\r\n)\r\n(.*)$/s.exec(text) ?? []
      return { answered: true, headerOnly: body.trim() === '' }
    } catch (error) {
      if (error instanceof Refusal) return { answered: false }
      throw error
    }
  }

  // The library passes errors on as events; the failure itself is kept, so that cause and code survive.
  async #guarded<T>(command: () => Promise<T>): Promise<T> {
    this.#failure = undefined
    try {
      return await command()
    } catch (error) {
      throw this.#failure ?? error
    }
  }

  #exchange(line: string): boolean {
    void this.#answer(line).catch((error: unknown) => {
      this.#failure = error
      this.emit('error', error)
    })
    return true
  }

  async #answer(line: string): Promise<void> {
    this.#connection.send(line)
    if (line === 'UIDL') this.#connection.expect(uidlBounds)
    const isMail = line.startsWith('TOP ')
    const status = await readPop3Status(this.#connection, `answer to ${line}`)
    if (!status.ok) throw new Refusal(this.#connection.text(status.words), status.code)
    if (line !== 'UIDL' && !isMail) {
      this.emit('response', status.words, null)
      return
    }
    const stream = this._updateStream()
    // The base class listens to the stream a tick later: without a listener an error would end the process.
    stream.on('error', () => {})
    this.emit('response', status.words, stream)
    try {
      stream.push(await this.#list(line, isMail))
      stream.push(null)
    } catch (error) {
      this.#failure = error
      setImmediate(() => stream.destroy(error instanceof Error ? error : undefined))
    } finally {
      this._stream = null
      this.emit('end')
    }
  }

  // One chunk: the base class copies everything it has with each chunk that comes.
  async #list(line: string, isMail: boolean): Promise<string> {
    const lines: string[] = []
    const shown = isMail ? '(a line of a message, not shown)' : undefined
    const take = (text: string) => lines.push(text)
    await readPop3Lines(this.#connection, `rest of the answer to ${line}`, take, shown)
    return lines.map((text) => `${text}\r\n`).join('')
  }
}

/** The server answered a command with -ERR. */
class Refusal extends WireFailure {
  constructor(serverText: string, code: string | undefined) {
    super(failed('refused-by-server', 'the server refused the command', { code, serverText }).failure)
  }
}

function isCount(value: number | undefined): value is number {
  return Number.isSafeInteger(value)
}
