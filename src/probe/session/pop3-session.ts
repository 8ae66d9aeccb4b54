import type { SessionFacts, UidlFacts } from '../../model/index.js'
import { type Connection, failed, limits } from '../../net/index.js'
import { readCapa } from '../pop3-dialogue.js'
import { pop3StatusOf, readPop3Status } from '../pop3-protocol.js'
import { connectionOf, type Run, type SignedIn } from '../run.js'
import type { FramedPop3 } from './framed-pop3.js'
import { optional } from './survey-desk.js'

const signInBounds = { bytes: limits.answerBytes, lines: 1, ms: limits.signInMs }
const waitingFor = 'answer to the sign-in'

/** Longest command line, its end included (RFC 2449 section 4): a longer initial response goes on its own line. */
const commandBytes = 255

/**
 * Signs in on the probe's own connection, one attempt with one mechanism.
 *
 * @throws WireFailure `sign-in-refused`, or what reading throws
 */
export async function signInPop3(run: Run): Promise<SignedIn> {
  const connection = connectionOf(run)
  const credentials = run.options.signIn
  if (credentials === undefined) throw new Error('no credentials')
  const { user, secret } = credentials
  const offered = run.dialogue.sasl(run.heard.afterTls ?? [])
  const mechanism = offered.includes('PLAIN') ? 'PLAIN' : 'USER/PASS'
  if (mechanism === 'PLAIN') await authPlain(connection, user, secret.reveal())
  else await userPass(run, user, secret.reveal())
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

async function authPlain(connection: Connection, user: string, password: string): Promise<void> {
  const response = Buffer.from(`\0${user}\0${password}`).toString('base64')
  const line = `AUTH PLAIN ${response}`
  connection.send(line.length + 2 <= commandBytes ? line : 'AUTH PLAIN')
  connection.expect(signInBounds)
  const first = await connection.readLine(waitingFor)
  if (!/^\+( |$)/.test(first)) {
    judgeSignIn(connection, first)
    // What was taken for granted without the response is no sign-in.
    if (line.length + 2 > commandBytes) throw unasked(connection, first)
    return
  }
  // Also from one that does not know initial responses (RFC 5034 section 4 is younger than AUTH): still the same attempt.
  connection.send(response)
  await readSignInAnswer(connection)
}

function unasked(connection: Connection, line: string): Error {
  const serverText = connection.text(line)
  return failed('malformed', 'AUTH PLAIN was answered before the password was sent', { serverText })
}

async function userPass(run: Run, user: string, password: string): Promise<void> {
  const connection = connectionOf(run)
  // Never in one write: the password must not be sent where USER was refused (RFC 1939 section 7).
  connection.send(`USER ${user}`)
  const announced = run.heard.afterTls?.includes('USER') ?? true
  if (announced) await readSignInAnswer(connection)
  else await readUserAnswer(connection)
  connection.send(`PASS ${password}`)
  await readSignInAnswer(connection)
}

// Some servers know USER and do not list it. One that knows it not has refused a command, not a person.
async function readUserAnswer(connection: Connection): Promise<void> {
  const { ok, code, words } = await readPop3Status(connection, waitingFor)
  if (ok) return
  const details = { code, serverText: connection.text(words) }
  throw failed('refused-by-server', 'the server offers no way to sign in with a password', details)
}

async function readSignInAnswer(connection: Connection): Promise<void> {
  connection.expect(signInBounds)
  judgeSignIn(connection, await connection.readLine(waitingFor))
}

function judgeSignIn(connection: Connection, line: string): void {
  const { ok, code, words } = pop3StatusOf(connection, line)
  if (ok) return
  throw failed('sign-in-refused', 'the sign-in was refused', { code, serverText: connection.text(words) })
}
