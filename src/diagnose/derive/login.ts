import type {
  Evidence,
  Failure,
  FailureCause,
  FindingArgs,
  FindingCertainty,
  Phase,
  ServerResponse,
  ServerResponses,
  UserForm,
} from '../../model/index.js'
import { type FindingDraft, notApplicable, type Quiet, said, seen } from '../check.js'
import type { AccountView, EndpointView } from '../view.js'
import { doorsIn, listForSignIn } from './capabilities.js'
import { rowFor } from './login-rows.js'
import { anyServer, type KnownProvider, providerOf } from './provider.js'
import { byToken, type Proof, provenMechanism, provenUserForm } from './sign-in.js'
import { readToken, solvedByFreshToken } from './token.js'

/** A sign-in, or the first look into the mailbox, that failed; and what that means. */
export interface Refusal {
  view: EndpointView
  finding: string
  certainty: FindingCertainty
  /** The server's words, or ours where it said none. */
  serverText: string
  evidence: Evidence[]
  /** Facts about the provider, or about any server. */
  facts: ServerResponses | undefined
}

interface Meaning {
  finding: string
  certainty: FindingCertainty
  /** The provider's facts led to it. */
  byProvider?: boolean
  /** The token itself led to it. */
  token?: boolean
}

type Failed = Phase & { failure: Failure }

/** Everything that a meaning is read from. */
interface Situation {
  view: EndpointView
  account: AccountView
  failed: Failed
  words: string
  provider: KnownProvider | undefined
  row: ServerResponse | undefined
}

/** The probe's own code for a server that asks to slow down: not the server's words. */
const throttled = 'ETHROTTLE'

const laterPhases = ['capability-login', 'session']

/** Causes that say something about this side or about a bug, never about the account. */
const notTheServers: readonly FailureCause[] = ['cancelled', 'internal']

/** All refusals of the account's sign-in: one at most where this program made the probe. */
export function refusalsIn(account: AccountView): Refusal[] {
  return account.endpoints.flatMap((view) => {
    const form = provenUserForm(view)
    if (form !== undefined) return otherFormAccepted(view, form)
    // Reported by auth-mech-advertised-broken: name and password are right.
    if (provenMechanism(view) !== undefined && view.failedAt('login')) return []
    const { failed } = view
    if (failed === undefined || notTheServers.includes(failed.failure.cause)) return []
    if (failed.name !== 'login' && !laterPhases.includes(failed.name)) return []
    return refusalAt(view, account, failed) ?? []
  })
}

const formWords: Record<UserForm, string> = {
  'as-given': 'what was given',
  'whole-address': 'the whole address',
  'local-part': 'the part before the @',
}

function otherFormAccepted(view: EndpointView, { refused, accepted }: Proof): Refusal {
  const words = refused.failure?.serverText ?? refused.failure?.message ?? ''
  return {
    view,
    finding: 'auth-username-format',
    certainty: 'certain',
    serverText: words,
    evidence: [
      said(words, 'login'),
      seen(`the same password was accepted with ${formWords[accepted.userForm]} as user name`, 'login'),
    ],
    facts: providerOf(view)?.facts ?? anyServer(view),
  }
}

function refusalAt(view: EndpointView, account: AccountView, failed: Failed): Refusal | undefined {
  const words = failed.failure.serverText ?? ''
  const provider = providerOf(view)
  const row = rowFor(view, provider, failed.failure.code, words)
  const situation = { view, account, failed, words, provider, row }
  const meaning = meaningOf(situation)
  if (meaning === undefined) return undefined
  return {
    view,
    finding: meaning.finding,
    certainty: meaning.certainty,
    serverText: words === '' ? failed.failure.message : words,
    evidence: evidenceFor(situation, meaning),
    // Words alone do not name a provider: others use the same.
    facts: provider?.facts ?? anyServer(view),
  }
}

/** The first reading that fits, from the server's plain words to what is only usual at this provider. */
function meaningOf(situation: Situation): Meaning | undefined {
  if (noDoor(situation)) return undefined
  const { row } = situation
  const told = row && fits(row, situation) ? { finding: row.finding, certainty: row.certainty } : undefined
  if (told !== undefined && told.certainty !== 'possible') return told
  return otherProtocolAccepted(situation) ?? told ?? withoutWords(situation) ?? bareRefusal(situation)
}

// Once the sign-in was accepted, what looks the accounts up has done its work: the fault is behind it.
function fits({ finding }: ServerResponse, { failed }: Situation): boolean {
  return finding !== 'auth-backend-down' || !laterPhases.includes(failed.name)
}

// Said by this program before it sent anything: no-secure-login and auth-basic-disabled report it.
function noDoor({ view, failed }: Situation): boolean {
  if (failed.name !== 'login' || failed.failure.cause !== 'refused-by-server') return false
  if (failed.failure.code === throttled) return false
  // No attempt at all, where attempts are kept.
  if (view.probe.signIn?.length === 0) return true
  const list = listForSignIn(view)
  return list !== undefined && doorsIn(list, view.endpoint.protocol) !== 'password'
}

/** The same name and password were good enough for the account's other protocol (T086). */
function otherProtocolAccepted({ view, account, failed }: Situation): Meaning | undefined {
  if (failed.failure.cause !== 'sign-in-refused') return undefined
  const accepted = account
    .siblingsOf(view)
    .some((other) => other.endpoint.protocol !== view.endpoint.protocol && other.observed('login'))
  return accepted ? { finding: 'auth-protocol-disabled', certainty: 'likely' } : undefined
}

/** Failures in which the server judged no password: it fell silent, hung up, or had no mailbox to show. */
function withoutWords({ view, failed }: Situation): Meaning | undefined {
  const { cause } = failed.failure
  if (cause === 'sign-in-refused') return undefined
  // In IMAP a refusal that is none of the sign-in came after it; in POP3 USER itself was not known.
  const signedIn =
    failed.name !== 'login' || (cause === 'refused-by-server' && view.endpoint.protocol === 'imap')
  if (signedIn) return { finding: 'mailbox-authenticated-not-connected', certainty: 'possible' }
  return cause === 'refused-by-server' ? undefined : { finding: 'auth-backend-down', certainty: 'possible' }
}

function bareRefusal(situation: Situation): Meaning {
  const { view, failed, provider } = situation
  if (byToken(view)) return refusedToken(view, provider)
  if (failed.failure.code === 'BAD') return notUnderstood(view)
  if (foreignDomain(view, provider?.facts)) {
    return { finding: 'auth-username-format', certainty: 'likely', byProvider: true }
  }
  const [first] = provider?.facts.likely ?? []
  return provider?.facts.decides && first !== undefined
    ? { finding: first, certainty: 'likely', byProvider: true }
    : { finding: 'auth-refused', certainty: 'certain' }
}

function refusedToken(view: EndpointView, provider: KnownProvider | undefined): Meaning {
  const { problem, certainty } = readToken(view, provider?.facts)
  const finding = solvedByFreshToken.includes(problem) ? 'auth-token-expired' : 'auth-oauth-scope'
  return { finding, certainty, token: true }
}

/**
 * BAD means that the command was not understood (RFC 9051 section 7.1.3): the credentials were never judged. Inside
 * AUTHENTICATE they travel in base64, where no bracket or quote can hurt; then the initial response is the odd part (T071).
 */
function notUnderstood(view: EndpointView): Meaning {
  const list = listForSignIn(view) ?? []
  const used = view.probe.signIn?.[0]?.mechanism ?? (list.includes('AUTH=PLAIN') ? 'PLAIN' : 'LOGIN command')
  const beyondAscii = view.surroundings.secret?.traits.includes('non-ascii') === true
  if (used === 'LOGIN command') {
    return beyondAscii
      ? { finding: 'auth-password-encoding', certainty: 'certain' }
      : { finding: 'auth-password-quoting', certainty: 'likely' }
  }
  if (beyondAscii) return { finding: 'auth-password-encoding', certainty: 'likely' }
  return list.includes('SASL-IR')
    ? { finding: 'capability-lies', certainty: 'likely' }
    : { finding: 'auth-password-encoding', certainty: 'possible' }
}

/** iCloud and its like take addresses of their own domains only, whatever the account is called elsewhere (T095). */
export function foreignDomain(view: EndpointView, facts: ServerResponses | undefined): boolean {
  const [, domain] = view.surroundings.user?.toLowerCase().split('@') ?? []
  const own = facts?.userDomains
  return domain !== undefined && own !== undefined && !own.includes(domain)
}

function evidenceFor(situation: Situation, { byProvider, token }: Meaning): Evidence[] {
  const { view, failed, words, provider } = situation
  const { code, message } = failed.failure
  const ours = code === undefined || code === 'BAD' || code === throttled
  const shown = ours ? words : `[${code}] ${words}`
  return [
    words === '' ? seen(message, failed.name) : said(shown, failed.name),
    ...(token ? readToken(view, provider?.facts).evidence : []),
    ...(byProvider && provider !== undefined ? [knownFrom(provider)] : []),
  ]
}

/** Evidence that rests on facts about a provider. */
export function knownFrom({ facts, seenBy }: KnownProvider): Evidence {
  return { text: `${facts.name}, recognised by ${seenBy}`, from: 'provider-facts' }
}

/** Whether any endpoint really tried to sign in. */
export function triedToSignIn(account: AccountView): boolean {
  return account.endpoints.some((view) => ['observed', 'failed'].includes(view.phase('login')?.outcome ?? ''))
}

/** What a check of one meaning says: a draft for each refusal that means it. */
export function judgeRefusals(
  account: AccountView,
  id: string,
  argsOf: (refusal: Refusal) => FindingArgs,
): FindingDraft[] | Quiet {
  if (!triedToSignIn(account)) return notApplicable
  const refusals = refusalsIn(account).filter(({ finding }) => finding === id)
  if (refusals.length === 0) return undefined
  return refusals.map((refusal) => ({
    endpoint: refusal.view.endpoint,
    args: argsOf(refusal),
    evidence: refusal.evidence,
    certainty: refusal.certainty,
  }))
}
