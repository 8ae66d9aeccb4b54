import type { Evidence } from '../../model/index.js'
import { seen } from '../check.js'
import type { EndpointView } from '../view.js'
import { mechanismsIn, misspeltIn } from './capabilities.js'

/** Capabilities that a program reads before sign-in and misses afterwards; others change for good reasons. */
const lasting = ['IDLE', 'UIDPLUS', 'MOVE', 'CONDSTORE', 'QRESYNC', 'SPECIAL-USE', 'NAMESPACE']

/** Contradictions in what the server says of itself. */
export interface Contradictions {
  evidence: Evidence[]
  /** A program may stumble over one of them. */
  grave: boolean
}

/** Compares the lists of an endpoint: each in itself, and those that should be the same with each other. */
export function contradictionsIn(view: EndpointView): Contradictions {
  const small = [
    ...misspelt(view),
    ...greetingAgainstList(view),
    ...lostAfterLogin(view),
    ...halfDisabled(view),
  ]
  const grave = [...noVersion(view), ...listRefused(view)]
  return { evidence: [...grave, ...small], grave: grave.length > 0 }
}

const points = ['beforeTls', 'afterTls', 'afterLogin'] as const

function lists(view: EndpointView): string[][] {
  return points.map((point) => view.capabilities(point)).filter((list) => list !== undefined)
}

function misspelt(view: EndpointView): Evidence[] {
  const greeting = view.capabilities('greeting')
  const all = [...lists(view), ...(greeting === undefined ? [] : [greeting])]
  const found = all.flatMap((list) => misspeltIn(list, view.endpoint.protocol))
  const texts = found.map(({ as, means }) => `${as} is listed; ${means} is what programs look for`)
  return [...new Set(texts)].map((text) => seen(text, 'capability'))
}

/** A greeting may leave things out; what it names has to be true in the same state (RFC 9051 section 7.1). */
function greetingAgainstList(view: EndpointView): Evidence[] {
  const greeting = view.capabilities('greeting')
  const list = view.probe.greeting?.insideTls ? view.capabilities('afterTls') : view.capabilities('beforeTls')
  // Its own finding where it is STARTTLS that disappears.
  const missing = greeting?.filter(
    (name) => list !== undefined && !list.includes(name) && name !== 'STARTTLS',
  )
  return missing === undefined || missing.length === 0
    ? []
    : [seen(`the greeting announces ${missing.join(', ')}, the list asked for does not`, 'capability')]
}

function lostAfterLogin(view: EndpointView): Evidence[] {
  const after = view.capabilities('afterLogin')
  const before = view.capabilities('afterTls') ?? []
  if (view.endpoint.protocol !== 'imap' || after === undefined) return []
  // What IMAP4rev2 contains need not be listed (RFC 9051 Appendix E).
  const lost = after.includes('IMAP4REV2')
    ? []
    : lasting.filter((name) => before.includes(name) && !after.includes(name))
  return lost.length === 0
    ? []
    : [seen(`${lost.join(', ')} is listed before signing in, and not afterwards`, 'capability-login')]
}

/** LOGINDISABLED says that no password is taken in clear; AUTH=PLAIN beside it says the opposite. */
function halfDisabled(view: EndpointView): Evidence[] {
  const list = view.clearCapabilities
  if (view.endpoint.protocol !== 'imap' || !list?.includes('LOGINDISABLED')) return []
  const open = mechanismsIn(list, 'imap').filter((name) => ['PLAIN', 'LOGIN'].includes(name))
  return open.length === 0
    ? []
    : [seen(`in clear LOGINDISABLED and AUTH=${open.join(', AUTH=')} are listed together`, 'capability')]
}

/** Every list names the version of the protocol (RFC 9051 section 6.1.1). */
function noVersion(view: EndpointView): Evidence[] {
  if (view.endpoint.protocol !== 'imap') return []
  const without = lists(view).filter((list) => !list.some((name) => /^IMAP4REV[12]$/.test(name)))
  return without.length === 0 ? [] : [seen('neither IMAP4rev1 nor IMAP4rev2 is listed', 'capability')]
}

function listRefused(view: EndpointView): Evidence[] {
  const { failed } = view
  if (failed?.name !== 'capability' && failed?.name !== 'capability-tls') return []
  if (!['refused-by-server', 'malformed'].includes(failed.failure.cause)) return []
  return [seen(failed.failure.message, failed.name)]
}
