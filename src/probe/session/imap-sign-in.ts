import { randomInt } from 'node:crypto'
import { type Connection, failed, limits, Secret } from '../../net/index.js'
import { type ImapAnswer, readImapReply } from '../imap-protocol.js'
import { connectionOf, type Run } from '../run.js'
import { type Carrier, carryOut, type Heard } from '../sasl/carry.js'
import type { Credentials, Exchange } from '../sasl/exchange.js'
import { throttling } from './imap-failure.js'

const signInBounds = { bytes: limits.answerBytes, lines: limits.answerLines, ms: limits.signInMs }
const waitingFor = 'answer to the sign-in'

/** Longest literal that LITERAL- lets go without asking (RFC 7888 section 5). */
const literalMinusBytes = 4096

/**
 * Signs in with a SASL mechanism (RFC 9051 section 6.2.2), one attempt.
 *
 * @returns the capabilities that came with the answer, if any did
 * @throws WireFailure `sign-in-refused`, or what reading throws
 */
export async function authenticateImap(
  run: Run,
  mechanism: string,
  exchange: Exchange,
): Promise<string[] | undefined> {
  const carrier = new ImapCarrier(run)
  const { initial } = exchange
  const withInitial = initial !== undefined && (run.heard.afterTls ?? []).includes('SASL-IR')
  // "=" stands for an empty initial response (RFC 4959 section 3).
  const response = withInitial ? ` ${initial.toString('base64') || '='}` : ''
  carrier.send(`${carrier.tag} AUTHENTICATE ${mechanism}${response}`)
  return (await carryOut(exchange, carrier, withInitial)).capabilities
}

/** Signs in with the LOGIN command (RFC 9051 section 6.2.3), one attempt; returns and throws as `authenticateImap`. */
export async function loginImap(run: Run, { user, secret }: Credentials): Promise<string[] | undefined> {
  const carrier = new ImapCarrier(run)
  const atOnce = literalsAtOnce(run.heard.afterTls ?? [], [user, secret])
  const lines = commandLines(`${carrier.tag} LOGIN`, [user, secret], atOnce ? '+' : '')
  if (atOnce) carrier.send(...lines)
  for (const [index, line] of atOnce ? [] : lines.entries()) {
    if (index > 0 && !('challenge' in (await carrier.next()))) throw tooEarly()
    carrier.send(line)
  }
  const heard = await carrier.next()
  if ('challenge' in heard) {
    const serverText = run.transcript.clean(heard.challenge)
    throw failed('malformed', 'the server asked for more than LOGIN has', { serverText })
  }
  return heard.end.capabilities
}

class ImapCarrier implements Carrier<ImapAnswer> {
  // Not to be guessed, as those of the dialogue before it.
  readonly tag = `s${randomInt(36 ** 4).toString(36)}`
  readonly #run: Run
  readonly #connection: Connection

  constructor(run: Run) {
    this.#run = run
    this.#connection = connectionOf(run)
  }

  async next(): Promise<Heard<ImapAnswer>> {
    const heard = await readImapReply(this.#connection, this.tag, waitingFor)
    return 'challenge' in heard ? heard : { end: this.#judged(heard) }
  }

  send(...lines: string[]): void {
    this.#connection.send(...lines)
    this.#connection.expect(signInBounds)
  }

  clean(words: string): string {
    return this.#connection.text(words)
  }

  hide(derived: string): void {
    this.#run.transcript.hide(new Secret(derived))
  }

  #judged(answer: ImapAnswer): ImapAnswer {
    const { status, words, code } = answer
    if (status === 'OK') return answer
    const serverText = this.clean(words)
    if (/request is throttled/i.test(words)) throw throttling(serverText)
    throw failed('sign-in-refused', 'the sign-in was refused', {
      code: code ?? (status === 'BAD' ? 'BAD' : undefined),
      serverText,
    })
  }
}

function tooEarly(): Error {
  return failed('malformed', 'the server said yes before the sign-in was complete')
}

/** What a quoted string can hold (RFC 9051 section 9): before UTF8=ACCEPT nothing beyond ASCII. */
const quotable = /^[\x20-\x7e]*$/

// RFC 7888 section 4: announced with a plus sign, a literal need not wait.
function literalsAtOnce(capabilities: readonly string[], values: readonly string[]): boolean {
  if (capabilities.includes('LITERAL+')) return true
  return (
    capabilities.includes('LITERAL-') && values.every((one) => Buffer.byteLength(one) <= literalMinusBytes)
  )
}

/** A command with its arguments, cut where a literal begins. */
function commandLines(start: string, values: readonly string[], plus: '+' | ''): string[] {
  const lines: string[] = []
  let line = start
  for (const value of values) {
    if (quotable.test(value)) {
      line += ` "${value.replace(/["\\]/g, String.raw`\$&`)}"`
    } else {
      lines.push(`${line} {${Buffer.byteLength(value)}${plus}}`)
      line = value
    }
  }
  return [...lines, line]
}
