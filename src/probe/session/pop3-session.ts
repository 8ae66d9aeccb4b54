import type { SessionFacts, UidlFacts } from '../../model/index.js'
import { type Connection, failed, limits } from '../../net/index.js'
import { readCapa } from '../pop3-dialogue.js'
import { connectionOf, type Run, type SignedIn } from '../run.js'
import type { FramedPop3 } from './framed-pop3.js'
import { optional } from './survey-desk.js'

/** The session on a connection that is signed in. */
export async function openPop3Session(run: Run, mechanism: string): Promise<SignedIn> {
  const connection = connectionOf(run)
  const { FramedPop3 } = await import('./framed-pop3.js')
  return new Pop3Session(connection, new FramedPop3(connection), mechanism)
}

class Pop3Session implements SignedIn {
  readonly #connection: Connection
  readonly #commands: FramedPop3

  constructor(
    connection: Connection,
    commands: FramedPop3,
    readonly mechanism: string,
  ) {
    this.#connection = connection
    this.#commands = commands
  }

  async capabilities(): Promise<string[] | undefined> {
    this.#connection.send('CAPA')
    return readCapa(this.#connection)
  }

  /** STAT, UIDL and TOP 1 0: no text of a message is read, nothing deleted. */
  async facts(into: SessionFacts): Promise<void> {
    const { messages, bytes } = await this.#commands.stat()
    Object.assign(into, { messages, bytes })
    const list = await this.#commands.uidl()
    into.uidl = uidlFacts(list)
    const again = list !== undefined && list.length > 0 && list.length <= limits.uidlAskedTwice
    if (again && !(await optional(into, 'uidl-again', () => this.#compare(list, into)))) return
    if (messages === 0) return
    await optional(into, 'top', async () => {
      into.top = await this.#commands.topOfFirst()
    })
  }

  async #compare(list: readonly string[], into: SessionFacts): Promise<void> {
    const second = await this.#commands.uidl()
    if (second === undefined) throw failed('refused-by-server', 'the second UIDL was refused')
    const stable = second.length === list.length && second.every((entry, index) => entry === list[index])
    into.uidl = { ...uidlFacts(list), stable }
  }

  /** RSET first: whatever this program did or did not do, QUIT must not delete anything (RFC 1939 section 6). */
  end(): boolean {
    if (!this.#connection.usable) return false
    this.#connection.send('RSET')
    return this.#connection.farewell('QUIT')
  }
}

function uidlFacts(list: readonly string[] | undefined): UidlFacts {
  if (list === undefined) return { answered: false }
  const ids = list.map((entry) => entry.slice(entry.indexOf(' ') + 1))
  return { answered: true, unique: new Set(ids).size === ids.length }
}
