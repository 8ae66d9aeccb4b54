import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { base64Bytes } from './base64.js'
import { type Credentials, type Exchange, type Mechanism, SaslFault } from './exchange.js'
import { saslName } from './oauthbearer.js'
import { saslPrepared } from './saslprep.js'

const derive = promisify(pbkdf2)

/** Rounds of the key derivation that are done at most: about a second. RFC 7677 section 4 asks for 4,096 or more. */
export const mostIterations = 1_000_000

/** GS2 header: no channel binding, no authorization identity (RFC 5802 section 7). */
const header = 'n,,'

/** SCRAM-SHA-256 (RFC 5802, RFC 7677): both sides prove that they know the password, and neither says it. */
export const scramSha256: Mechanism = {
  name: 'SCRAM-SHA-256',
  fits: ({ user, secret }) => saslPrepared(user) !== undefined && saslPrepared(secret) !== undefined,
  start: (credentials) => new ScramExchange(credentials, randomBytes(18).toString('base64')),
}

/** The exchange with a nonce of the caller's; for everyone but tests, the mechanism makes it. */
export class ScramExchange implements Exchange {
  readonly initial: Buffer
  readonly derived: string[] = []
  complete = false
  readonly #password: string
  readonly #nonce: string
  readonly #clientFirst: string
  #serverSignature: Buffer | undefined
  #over = false

  constructor({ user, secret }: Credentials, nonce: string) {
    const name = saslPrepared(user)
    const password = saslPrepared(secret)
    if (name === undefined || password === undefined) throw new Error('credentials that SCRAM cannot carry')
    this.#password = password
    this.#nonce = nonce
    this.#clientFirst = `n=${saslName(name)},r=${nonce}`
    this.initial = Buffer.from(header + this.#clientFirst)
  }

  async answer(challenge: Buffer): Promise<Buffer> {
    if (this.#over) throw new SaslFault('a challenge after the last message of SCRAM')
    const text = challenge.toString('utf8')
    if (this.#serverSignature === undefined) return this.#prove(text)
    this.#over = true
    this.#check(text, this.#serverSignature)
    return Buffer.alloc(0)
  }

  async #prove(serverFirst: string): Promise<Buffer> {
    const { nonce, salt, iterations } = serverFirstIn(serverFirst, this.#nonce)
    const salted = await derive(this.#password, salt, iterations, 32, 'sha256')
    const clientKey = hmac(salted, 'Client Key')
    const withoutProof = `c=${Buffer.from(header).toString('base64')},r=${nonce}`
    const said = [this.#clientFirst, serverFirst, withoutProof].join(',')
    const signature = hmac(createHash('sha256').update(clientKey).digest(), said)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString(
      'base64',
    )
    this.#serverSignature = hmac(hmac(salted, 'Server Key'), said)
    this.derived.push(proof)
    return Buffer.from(`${withoutProof},p=${proof}`)
  }

  // An error is a refusal, and the server's own answer follows; a wrong signature is a server that knows no password.
  #check(serverFinal: string, expected: Buffer): void {
    if (serverFinal.startsWith('e=')) return
    const [, text = ''] = /^v=([^,]+)(?:,|$)/.exec(serverFinal) ?? []
    const signature = base64Bytes(text)
    if (signature?.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new SaslFault('a server signature that is wrong: the server does not know the password')
    }
    this.complete = true
  }
}

/** Reads `r=nonce,s=salt,i=iterations` and whatever extensions follow (RFC 5802 section 7). */
function serverFirstIn(text: string, ours: string): { nonce: string; salt: Buffer; iterations: number } {
  const [, nonce = '', encoded = '', count = ''] =
    /^r=([\x21-\x2b\x2d-\x7e]+),s=([^,]+),i=(\d{1,10})(?:,|$)/.exec(text) ?? []
  const salt = base64Bytes(encoded)
  const iterations = Number(count)
  if (salt === undefined || salt.length === 0 || iterations < 1) {
    throw new SaslFault('a first message that is not one of SCRAM')
  }
  if (!nonce.startsWith(ours) || nonce.length === ours.length) throw new SaslFault('a nonce that is not ours')
  if (iterations > mostIterations) throw new SaslFault(`more than ${mostIterations} iterations asked for`)
  return { nonce, salt, iterations }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
