import type { OauthError } from '../../model/index.js'
import { type Exchange, SaslFault } from './exchange.js'

/** Client side of XOAUTH2 and OAUTHBEARER: one message, and an answer to the error that a server may explain. */
export class OauthExchange implements Exchange {
  oauthError?: OauthError

  /**
   * @param dummy what the client says to the error, so that the server can end the exchange with its refusal
   */
  constructor(
    readonly initial: Buffer,
    readonly dummy: Buffer,
  ) {}

  get complete(): boolean {
    return this.oauthError === undefined
  }

  answer(challenge: Buffer): Buffer {
    if (this.oauthError !== undefined) throw new SaslFault('a second challenge after the error')
    this.oauthError = oauthErrorIn(challenge)
    return this.dummy
  }
}

/**
 * Reads the JSON of RFC 7628 section 3.2.2; XOAUTH2 has the same fields. Numbers are taken as well: some servers send
 * the status as one. What is no JSON object explains nothing, and the refusal that follows it counts all the same.
 */
export function oauthErrorIn(challenge: Buffer): OauthError {
  const fields = objectIn(challenge.toString('utf8'))
  const error: OauthError = {}
  const take = (name: keyof OauthError, value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') error[name] = String(value)
  }
  take('status', fields.status)
  take('schemes', fields.schemes)
  take('scope', fields.scope)
  take('openidConfiguration', fields['openid-configuration'])
  return error
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
