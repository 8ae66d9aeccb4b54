import { createHmac } from 'node:crypto'
import { type Credentials, type Exchange, type Mechanism, SaslFault } from './exchange.js'

/** CRAM-MD5 (RFC 2195): one challenge, answered with a keyed digest of it. */
export const cramMd5: Mechanism = {
  name: 'CRAM-MD5',
  start: (credentials) => new CramMd5Exchange(credentials),
}

class CramMd5Exchange implements Exchange {
  readonly #credentials: Credentials
  readonly derived: string[] = []

  constructor(credentials: Credentials) {
    this.#credentials = credentials
  }

  get complete(): boolean {
    return this.derived.length > 0
  }

  answer(challenge: Buffer): Buffer {
    if (this.complete) throw new SaslFault('a second challenge in CRAM-MD5')
    // Without anything of its own to answer to, the digest would be the same at every server.
    if (challenge.length === 0) throw new SaslFault('an empty challenge in CRAM-MD5')
    const digest = createHmac('md5', this.#credentials.secret).update(challenge).digest('hex')
    this.derived.push(digest)
    return Buffer.from(`${this.#credentials.user} ${digest}`)
  }
}
