import type { OauthError } from '../../model/index.js'

/** Who signs in. */
export interface Credentials {
  user: string
  /** Password, or OAuth access token. */
  secret: string
}

/** Client side of one SASL exchange (RFC 4422 section 3), without the protocol that carries it. */
export interface Exchange {
  /** What the client sends first; undefined where the server speaks first. */
  readonly initial?: Buffer
  /** Whether everything was said and checked: only then may the server's word that it worked be believed. */
  readonly complete: boolean
  /** The error that the server explained in a challenge. */
  readonly oauthError?: OauthError
  /** What else must never be shown: computed from the secret, and good enough to guess it from. */
  readonly derived?: readonly string[]
  /**
   * Answers a challenge; the number of challenges is bounded by the mechanism.
   *
   * @throws SaslFault when the server breaks the mechanism
   */
  answer(challenge: Buffer): Buffer | Promise<Buffer>
}

/** A way to sign in. */
export interface Mechanism {
  /** In the spelling of the IANA registry. */
  readonly name: string
  /** Whether these credentials can be put into the mechanism's form; absent: all can. */
  fits?(credentials: Credentials): boolean
  start(credentials: Credentials): Exchange
}

/** The server broke the mechanism: nobody has judged the credentials. */
export class SaslFault extends Error {}

/** An exchange in which the client says everything in one message. */
export class SingleMessage implements Exchange {
  readonly complete = true

  constructor(readonly initial: Buffer) {}

  answer(): never {
    throw new SaslFault('a challenge where the mechanism has none')
  }
}
