import type { SessionFacts } from '../../model/index.js'
import type { Connection } from '../../net/index.js'
import { readCapa } from '../pop3-dialogue.js'
import { connectionOf, type Run, type SignedIn } from '../run.js'
import type { FramedPop3 } from './framed-pop3.js'

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

  /** STAT and UIDL: nothing is read, nothing deleted. */
  async facts(into: SessionFacts): Promise<void> {
    Object.assign(into, await this.#commands.stat())
    into.uidl = await this.#commands.uidl()
  }

  /** RSET first: whatever this program did or did not do, QUIT must not delete anything (RFC 1939 section 6). */
  end(): void {
    if (!this.#connection.usable) return
    this.#connection.send('RSET')
    this.#connection.farewell('QUIT')
  }
}
