import { type Connection, failed, limits, Secret } from '../../net/index.js'
import { pop3StatusOf, readPop3Status } from '../pop3-protocol.js'
import { connectionOf, type Run } from '../run.js'
import { apopDigest, apopTimestamp } from '../sasl/apop.js'
import { type Carrier, carryOut, type Heard } from '../sasl/carry.js'
import type { Credentials, Exchange } from '../sasl/exchange.js'

const signInBounds = { bytes: limits.answerBytes, lines: 1, ms: limits.signInMs }
const waitingFor = 'answer to the sign-in'

/** Longest command line, its end included (RFC 2449 section 4): a longer initial response goes on its own line. */
const commandBytes = 255

/**
 * Signs in with a SASL mechanism (RFC 5034), one attempt.
 *
 * @throws WireFailure `sign-in-refused`, or what reading throws
 */
export async function authenticatePop3(run: Run, mechanism: string, exchange: Exchange): Promise<void> {
  const carrier = new Pop3Carrier(run)
  const { initial } = exchange
  const command = `AUTH ${mechanism}`
  const line = initial === undefined ? command : `${command} ${initial.toString('base64') || '='}`
  const withInitial = initial !== undefined && line.length + 2 <= commandBytes
  carrier.send(withInitial ? line : command)
  // A server that knows no initial responses (RFC 5034 is younger than AUTH) is sent it again: still the same attempt.
  await carryOut(exchange, carrier, withInitial)
}

/** Signs in with USER and PASS (RFC 1939 section 7), one attempt. */
export async function userPass(run: Run, { user, secret }: Credentials): Promise<void> {
  const connection = connectionOf(run)
  // Never in one write: the password must not be sent where USER was refused (RFC 1939 section 7).
  connection.send(`USER ${user}`)
  const announced = run.heard.afterTls?.includes('USER') ?? true
  if (announced) await readSignInAnswer(connection)
  else await readUserAnswer(connection)
  connection.send(`PASS ${secret}`)
  await readSignInAnswer(connection)
}

/** Signs in with APOP (RFC 1939 section 7), one attempt. */
export async function signInWithApop(run: Run, { user, secret }: Credentials): Promise<void> {
  const connection = connectionOf(run)
  const timestamp = apopTimestamp(run.greetingWords ?? '')
  if (timestamp === undefined) throw failed('malformed', 'the greeting has no timestamp this time')
  const digest = apopDigest(timestamp, secret)
  run.transcript.hide(new Secret(digest))
  connection.send(`APOP ${user} ${digest}`)
  await readSignInAnswer(connection)
}

class Pop3Carrier implements Carrier<true> {
  readonly #run: Run
  readonly #connection: Connection

  constructor(run: Run) {
    this.#run = run
    this.#connection = connectionOf(run)
  }

  async next(): Promise<Heard<true>> {
    const line = await this.#connection.readLine(waitingFor)
    if (/^\+( |$)/.test(line)) return { challenge: line.slice(2) }
    judgeSignIn(this.#connection, line)
    return { end: true }
  }

  send(line: string): void {
    this.#connection.send(line)
    this.#connection.expect(signInBounds)
  }

  clean(words: string): string {
    return this.#connection.text(words)
  }

  hide(derived: string): void {
    this.#run.transcript.hide(new Secret(derived))
  }
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
