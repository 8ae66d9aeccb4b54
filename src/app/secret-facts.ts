import type { SignInSecret, TokenFacts } from '../model/index.js'
import { serverText } from '../net/index.js'

/** A sign-in as a caller asks for it: with a password, or with an OAuth access token. */
export type SignInRequest = { user: string; password: string } | { user: string; token: string }

/** Longest payload of a token that is read, in characters of base64url; how many entries of a list are kept. */
const bounds = { payload: 32_768, entries: 20 }

const traits: readonly [SignInSecret['traits'][number], (password: string) => boolean][] = [
  ['non-ascii', (password) => /[^\p{ASCII}]/u.test(password)],
  ['not-normalised', (password) => password.normalize('NFC') !== password],
  ['outer-blank', (password) => password.trim() !== password],
  ['no-break-space', (password) => /[\u00a0\u2007\u202f]/.test(password)],
  ['quoted-special', (password) => /["\\]/.test(password)],
  // Of the atom-specials of RFC 9051 section 9 those that a client could leave unquoted by mistake.
  ['list-special', (password) => /[(){%*]/.test(password)],
]

/**
 * What can be said of a secret without showing it.
 *
 * @param now by which a token has expired or not
 */
export function secretFacts(signIn: SignInRequest, now: Date): SignInSecret {
  if ('token' in signIn) return { kind: 'oauth-token', traits: [], token: tokenFacts(signIn.token, now) }
  const found = traits.filter(([, holds]) => holds(signIn.password))
  return { kind: 'password', traits: found.map(([name]) => name) }
}

/** The claims about what a token is good for, when it is a JWT (RFC 7519): never those about the person. */
function tokenFacts(token: string, now: Date): TokenFacts {
  const claims = claimsOf(token)
  if (claims === undefined) return { form: 'opaque' }
  const facts: TokenFacts = { form: 'jwt' }
  const [issuer] = wordsOf(claims.iss)
  if (issuer !== undefined) facts.issuer = issuer
  const audience = wordsOf(claims.aud)
  if (audience.length > 0) facts.audience = audience
  const scopes = [claims.scp, claims.scope, claims.roles].flatMap(scopesIn).slice(0, bounds.entries)
  if (scopes.length > 0) facts.scopes = scopes
  const expiresAt = dateOf(claims.exp)
  if (expiresAt !== undefined) {
    facts.expiresAt = expiresAt.toISOString()
    facts.expired = expiresAt.getTime() <= now.getTime()
  }
  return facts
}

// Three parts: five are an encrypted one (RFC 7516), which nobody can read here.
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.split('.')
  const [, payload = ''] = parts
  if (parts.length !== 3 || payload.length > bounds.payload) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function wordsOf(claim: unknown): string[] {
  const words = [claim].flat().filter((word) => typeof word === 'string')
  return words.slice(0, bounds.entries).map((word) => serverText(word))
}

/** Scopes stand in a list, or in one text with spaces between them (RFC 8693 section 4.2). */
function scopesIn(claim: unknown): string[] {
  return wordsOf(claim).flatMap((words) => words.split(' ').filter((word) => word !== ''))
}

/** A NumericDate (RFC 7519 section 2): seconds since 1970. */
function dateOf(claim: unknown): Date | undefined {
  if (typeof claim !== 'number') return undefined
  const date = new Date(claim * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}
