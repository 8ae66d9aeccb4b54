import { failed } from '../../net/index.js'
import { base64Bytes } from './base64.js'
import { type Exchange, SaslFault } from './exchange.js'

/** What a server said in an exchange: a challenge as it was sent, or the end. */
export type Heard<End> = { challenge: string } | { end: End }

/** The commands of one protocol that carry an exchange. */
export interface Carrier<End> {
  /** The next challenge, or the server's last word when it is yes. @throws WireFailure a refusal among others */
  next(): Promise<Heard<End>>
  send(line: string): void
  /** The server's words, fit to be kept. */
  clean(words: string): string
  /** Never to be shown from now on. */
  hide(derived: string): void
}

/**
 * Carries an exchange out, once its command was sent.
 *
 * @param initialSent whether the initial response went with the command
 * @returns the server's last word, once the exchange is complete
 * @throws WireFailure `malformed` when the server breaks the mechanism; what `next` throws
 */
export async function carryOut<End>(
  exchange: Exchange,
  carrier: Carrier<End>,
  initialSent: boolean,
): Promise<End> {
  let { initial } = exchange
  let first = true
  for (;;) {
    const heard = await carrier.next()
    if ('end' in heard) {
      const early = !exchange.complete || (first && initial !== undefined && !initialSent)
      if (early) throw failed('malformed', 'the server said yes before the sign-in was complete')
      return heard.end
    }
    // An empty challenge to an initial response: the server knows none. What it says where none was sent means nothing.
    if (initial !== undefined && first && (!initialSent || heard.challenge === '')) {
      carrier.send(initial.toString('base64'))
      initial = undefined
    } else {
      carrier.send(await answerTo(heard.challenge, exchange, carrier))
    }
    first = false
  }
}

// The loop is bounded by the mechanisms, each of which refuses a challenge too many.
async function answerTo<End>(challenge: string, exchange: Exchange, carrier: Carrier<End>): Promise<string> {
  try {
    const bytes = base64Bytes(challenge)
    if (bytes === undefined) throw new SaslFault('a challenge that is not base64')
    const answer = await exchange.answer(bytes)
    for (const one of exchange.derived ?? []) carrier.hide(one)
    return answer.toString('base64')
  } catch (error) {
    if (!(error instanceof SaslFault)) throw error
    // RFC 9051 section 6.2.2, RFC 5034 section 4: the client ends an exchange by a single asterisk.
    carrier.send('*')
    throw failed('malformed', `the server sent ${error.message}`, { serverText: carrier.clean(challenge) })
  }
}
