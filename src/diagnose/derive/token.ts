import type {
  Evidence,
  FindingCertainty,
  OauthError,
  ServerResponses,
  TokenFacts,
} from '../../model/index.js'
import { said, seen } from '../check.js'
import type { EndpointView } from '../view.js'
import { phrase } from './phrases.js'

/** What is wrong with a token that was refused, as far as it can be told. */
export type TokenProblem =
  | 'expired'
  | 'not-valid'
  | 'id-token'
  | 'other-audience'
  | 'other-protocol'
  | 'app-only'
  | 'scope-missing'
  | 'scope-refused'
  | 'not-told'

/** A refused token, read. */
export interface TokenReading {
  problem: TokenProblem
  certainty: FindingCertainty
  /** The problem in a sentence. */
  detail: string
  /** The scope to ask for. */
  scope: string
  evidence: Evidence[]
}

/** Problems that a fresh token of the same kind solves. */
export const solvedByFreshToken: readonly TokenProblem[] = ['expired', 'not-valid']

interface Given {
  view: EndpointView
  facts: ServerResponses | undefined
  token: TokenFacts | undefined
  error: OauthError | undefined
}

/**
 * Reads a token that was refused: what it says of itself, what the server said of it, and what the provider wants. The
 * server has the last word, so that none of it is certain but what contradicts the provider's rules or the clock.
 */
export function readToken(view: EndpointView, facts: ServerResponses | undefined): TokenReading {
  const error = view.probe.signIn?.findLast(({ oauthError }) => oauthError !== undefined)?.oauthError
  const given = { view, facts, token: view.surroundings.secret?.token, error }
  const { problem, certainty } = problemOf(given)
  const scope = wantedScope(given)
  const { token } = given
  const detail = phrase(view, `token-${problem}`, {
    expiresAt: token?.expiresAt ?? '',
    audience: token?.audience?.join(', ') ?? '',
    audiences: facts?.oauth?.audiences[0] ?? '',
    scopes: token?.scopes?.join(', ') ?? '',
    scope,
    status: error?.status ?? '',
    protocol: view.endpoint.protocol === 'imap' ? 'IMAP' : 'POP3',
  })
  return { problem, certainty, detail, scope, evidence: evidenceOf(given) }
}

function problemOf(given: Given): { problem: TokenProblem; certainty: FindingCertainty } {
  const { token, error } = given
  if (token?.expired) return { problem: 'expired', certainty: 'certain' }
  const mismatch = mismatchOf(given)
  if (mismatch !== undefined) return mismatch
  const status = error?.status?.toLowerCase()
  // RFC 6750 section 3.1; Google says 400 whatever the matter is.
  if (status === 'insufficient_scope') return { problem: 'scope-refused', certainty: 'certain' }
  if (status === 'invalid_token' || status === '401') return { problem: 'not-valid', certainty: 'likely' }
  return { problem: 'not-told', certainty: 'likely' }
}

/** Where the token is not what the provider takes for mail. */
function mismatchOf({ view, facts, token, error }: Given): ReturnType<typeof problemOf> | undefined {
  const { protocol } = view.endpoint
  const { audience = [], scopes = [] } = token ?? {}
  const rules = facts?.oauth
  if (isIdToken(audience, scopes)) return { problem: 'id-token', certainty: 'certain' }
  const known = rules?.audiences ?? []
  if (known.length > 0 && audience.length > 0 && !audience.some((one) => isAmong(known, one)))
    return { problem: 'other-audience', certainty: 'certain' }
  const wanted = rules?.scopes[protocol] ?? (error?.scope === undefined ? [] : error.scope.split(' '))
  if (scopes.length === 0 || wanted.length === 0 || scopes.some((one) => isAmong(wanted, one)))
    return undefined
  const other = rules?.scopes[protocol === 'imap' ? 'pop3' : 'imap'] ?? []
  if (scopes.some((one) => isAmong(rules?.appScopes?.[protocol] ?? [], one)))
    return { problem: 'app-only', certainty: 'likely' }
  const problem = scopes.some((one) => isAmong(other, one)) ? 'other-protocol' : 'scope-missing'
  return { problem, certainty: 'certain' }
}

/** An ID token is for the program itself, by its client id, and opens nothing (OpenID Connect Core section 2). */
function isIdToken(audience: readonly string[], scopes: readonly string[]): boolean {
  const clientId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|\.apps\.googleusercontent\.com$/i
  const wellKnown = /^0000000[23]-0000-/
  return (
    scopes.length === 0 &&
    audience.length > 0 &&
    audience.every((one) => clientId.test(one) && !wellKnown.test(one))
  )
}

/** Scopes and audiences come with or without the address of the resource before them, and with or without a slash. */
function isAmong(list: readonly string[], name: string): boolean {
  const short = (one: string) => {
    const lower = one.toLowerCase().replace(/\/+$/, '')
    return lower.replace(/^https?:\/\/[^/]+\//, '')
  }
  return list.some((one) => short(one) === short(name))
}

function wantedScope({ view, facts, token, error }: Given): string {
  const { protocol } = view.endpoint
  const app = facts?.oauth?.appScopes?.[protocol] ?? []
  if (token?.scopes?.some((one) => isAmong(app, one))) return app[0] ?? ''
  return facts?.oauth?.scopes[protocol][0] ?? error?.scope ?? phrase(view, 'token-scope-unknown')
}

function evidenceOf({ token, error }: Given): Evidence[] {
  const own = [
    ...(token?.audience ? [`audience ${token.audience.join(', ')}`] : []),
    ...(token?.scopes ? [`scope ${token.scopes.join(', ')}`] : []),
    ...(token?.expiresAt ? [`good until ${token.expiresAt}`] : []),
  ]
  const words = [
    ...(error?.status ? [`status ${error.status}`] : []),
    ...(error?.scope ? [`scope ${error.scope}`] : []),
    ...(error?.schemes ? [`schemes ${error.schemes}`] : []),
  ]
  return [
    ...(words.length > 0 ? [said(words.join(', '), 'login')] : []),
    ...(own.length > 0 ? [seen(`the token says of itself: ${own.join('; ')}`, 'login')] : []),
    ...(token?.form === 'opaque' ? [seen('the token cannot be read on this machine', 'login')] : []),
  ]
}
