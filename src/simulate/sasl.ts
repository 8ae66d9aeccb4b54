import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SimulatedAccount } from '../model/index.js'

/** What a SASL exchange came to: who signed in, or why nobody did. */
export type SaslOutcome = SimulatedAccount | 'refused' | 'cancelled' | 'malformed'

/** Sends a challenge (base64) and reads the client's answer; undefined when the client has gone. */
export type SaslAsk = (challenge: string) => Promise<string | undefined>

/** What the server side of a mechanism is given. */
interface Exchange {
  /** The initial response of RFC 4959 or RFC 5034, when the client sent one. */
  initial: string | undefined
  ask: SaslAsk
  accounts: readonly SimulatedAccount[]
}

/** Server sides of the mechanisms that the simulation speaks. */
const mechanisms: Record<string, (exchange: Exchange) => Promise<SaslOutcome>> = {
  PLAIN: plain,
  LOGIN: login,
  'CRAM-MD5': cramMd5,
  'SCRAM-SHA-256': scramSha256,
  XOAUTH2: (exchange) => oauth(exchange, /^user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01$/),
  OAUTHBEARER: (exchange) =>
    oauth(exchange, /^n,a=([^\x01,]*),\x01(?:[^\x01]+\x01)*?auth=Bearer ([^\x01]*)\x01/),
}

/** Whether the simulation can carry out this mechanism; others are only ever scripted. */
export function speaksMechanism(name: string): boolean {
  return Object.hasOwn(mechanisms, name)
}

/** Carries out an exchange. */
export async function authenticate(name: string, exchange: Exchange): Promise<SaslOutcome> {
  return (await mechanisms[name]?.(exchange)) ?? 'malformed'
}

/** RFC 4616: authorization identity, NUL, user, NUL, password. */
async function plain({ initial, ask, accounts }: Exchange): Promise<SaslOutcome> {
  const answer = initial ?? (await ask(''))
  if (answer === undefined || answer === '*') return 'cancelled'
  const [, user, password, ...rest] = decode(answer).split('\0')
  if (user === undefined || password === undefined || rest.length > 0) return 'malformed'
  return withPassword(accounts, user, password)
}

/** Never standardised: the server asks for the two in turn. */
async function login({ initial, ask, accounts }: Exchange): Promise<SaslOutcome> {
  const user = initial ?? (await ask(encode('Username:')))
  if (user === undefined || user === '*') return 'cancelled'
  const password = await ask(encode('Password:'))
  if (password === undefined || password === '*') return 'cancelled'
  return withPassword(accounts, decode(user), decode(password))
}

/** RFC 2195: a challenge that never comes twice, and its keyed digest. */
async function cramMd5({ ask, accounts }: Exchange): Promise<SaslOutcome> {
  const challenge = `<${randomBytes(8).toString('hex')}@mail.demo.example>`
  const answer = await ask(encode(challenge))
  if (answer === undefined || answer === '*') return 'cancelled'
  const [, user, digest] = /^(.*) ([0-9a-f]{32})$/s.exec(decode(answer)) ?? []
  if (user === undefined || digest === undefined) return 'malformed'
  const account = accounts.find((one) => one.user === user)
  const expected = createHmac('md5', account?.password ?? '')
    .update(challenge)
    .digest('hex')
  return account !== undefined && digest === expected ? account : 'refused'
}

/** RFC 5802 and RFC 7677, without channel binding; a user who is not known gets a salt as well. */
async function scramSha256({ initial, ask, accounts }: Exchange): Promise<SaslOutcome> {
  const first = initial ?? (await ask(''))
  if (first === undefined || first === '*') return 'cancelled'
  const [, bare, name, clientNonce] = /^n,,(n=([^,]*),r=([^,]+))$/.exec(decode(first)) ?? []
  if (bare === undefined || name === undefined || clientNonce === undefined) return 'malformed'
  const user = name.replaceAll('=2C', ',').replaceAll('=3D', '=')
  const account = accounts.find((one) => one.user === user)
  const nonce = clientNonce + randomBytes(9).toString('base64')
  const salt = randomBytes(16)
  const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=4096`
  const last = await ask(encode(serverFirst))
  if (last === undefined || last === '*') return 'cancelled'
  const [, withoutProof, proof] = /^(c=biws,r=[^,]+),p=([A-Za-z0-9+/=]+)$/.exec(decode(last)) ?? []
  if (withoutProof !== `c=biws,r=${nonce}` || proof === undefined) return 'malformed'
  const salted = pbkdf2Sync((account?.password ?? '').normalize('NFKC'), salt, 4096, 32, 'sha256')
  const said = [bare, serverFirst, withoutProof].join(',')
  if (account === undefined || !proves(salted, said, Buffer.from(proof, 'base64'))) return 'refused'
  const signature = hmac(hmac(salted, 'Server Key'), said).toString('base64')
  const end = await ask(encode(`v=${signature}`))
  return end === undefined || end === '*' ? 'cancelled' : account
}

/** The proof is the client key under the signature of what was said; the server needs only the digest of that key. */
function proves(salted: Buffer, said: string, proof: Buffer): boolean {
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  const signature = hmac(storedKey, said)
  const clientKey = Buffer.from(signature.map((byte, index) => byte ^ (proof[index] ?? 0)))
  return timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey)
}

/** RFC 7628, and XOAUTH2, which was before it: a token that is not taken is explained in a challenge first. */
async function oauth({ initial, ask, accounts }: Exchange, form: RegExp): Promise<SaslOutcome> {
  const answer = initial ?? (await ask(''))
  if (answer === undefined || answer === '*') return 'cancelled'
  const [, name, token] = form.exec(decode(answer)) ?? []
  if (name === undefined || token === undefined) return 'malformed'
  const user = name.replaceAll('=2C', ',').replaceAll('=3D', '=')
  const account = accounts.find((one) => one.user === user && one.token === token)
  if (account !== undefined) return account
  const error = { status: '401', schemes: 'bearer', scope: 'https://mail.demo.example/' }
  const end = await ask(encode(JSON.stringify(error)))
  return end === undefined ? 'cancelled' : 'refused'
}

/** The digest of APOP (RFC 1939 section 7) that a timestamp and a password give. */
export function apopDigest(timestamp: string, password: string): string {
  return createHash('md5')
    .update(timestamp + password)
    .digest('hex')
}

function withPassword(accounts: readonly SimulatedAccount[], user: string, password: string): SaslOutcome {
  return accounts.find((one) => one.user === user && one.password === password) ?? 'refused'
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** "=" stands for an empty initial response (RFC 4959 section 3). */
function decode(base64: string): string {
  return base64 === '=' ? '' : Buffer.from(base64, 'base64').toString('utf8')
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
