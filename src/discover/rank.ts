import type { Candidate, Endpoint, OutgoingServer, SourceName, Trust } from '../model/index.js'
import type { NamedServer } from './answer.js'
import { liesInside } from './names.js'
import type { SourceWord } from './source.js'

/** The order in which sources are believed; within one, its own order holds. */
const sourceOrder = [
  'pacc',
  'autoconfig',
  'well-known',
  'srv',
  'provider-facts',
  'ispdb',
  'mx-autoconfig',
  'mx-well-known',
  'mx-ispdb',
  'mx-provider-facts',
  'autodiscover',
  'http-autoconfig',
  'http-well-known',
  'guess',
] as const satisfies readonly SourceName[]

const trustOrder: readonly Trust[] = ['proven', 'provider', 'third-party', 'inferred', 'unverified']

/** One endpoint as text, for comparing. */
export function placeOf({ protocol, host, port, security }: Endpoint): string {
  return `${protocol} ${host} ${port} ${security}`
}

/** Results in the fixed order of their sources, whatever order they came in. */
export function inSourceOrder<Word extends SourceWord>(words: readonly Word[]): Word[] {
  const rank = ({ result }: Word) => sourceOrder.indexOf(result.source)
  // Sorting is stable: the longer MX name was asked first and stays first.
  return [...words].sort((one, other) => rank(one) - rank(other))
}

/**
 * SRV records come without proof. A target inside the domain is what RFC 6186 section 6 lets pass; any other has to be
 * confirmed by the user.
 */
function trustOf({ result }: SourceWord, { endpoint }: NamedServer, domain: string): Trust {
  if (result.source !== 'srv') return result.trust
  return liesInside(endpoint.host, domain) ? 'inferred' : 'unverified'
}

/**
 * A secret goes unasked only where the bundled facts for this very domain name the host. Whatever else is found has to be
 * accepted by the user: who holds a domain's web server, or answers for it, need not hold its mail (the Autodiscover leak
 * of 2021 caught 372,072 passwords).
 */
function mayReceiveSecrets(source: SourceName, security: Endpoint['security']): boolean {
  return source === 'provider-facts' && security !== 'none'
}

function better(one: Trust, other: Trust): Trust {
  return trustOrder.indexOf(one) <= trustOrder.indexOf(other) ? one : other
}

/** Clear text is named last whatever the source prefers: RFC 8314 section 5.1 has it ignored. */
function encryptedFirst(servers: readonly NamedServer[]): NamedServer[] {
  const inClear = (server: NamedServer) => server.endpoint.security === 'none'
  return [...servers.filter((server) => !inClear(server)), ...servers.filter(inClear)]
}

/**
 * All endpoints that were named, the best source first, each once. One that several sources name keeps what the best of
 * them says, and is trusted as far as the most trusted of them.
 *
 * @param domain of the address, in A-labels
 */
export function rank(words: readonly SourceWord[], domain: string): Candidate[] {
  const byPlace = new Map<string, Candidate>()
  for (const word of inSourceOrder(words)) {
    for (const server of encryptedFirst(word.servers.incoming)) {
      const place = placeOf(server.endpoint)
      const known = byPlace.get(place)
      const next = candidateOf(word, server, domain)
      byPlace.set(place, known === undefined ? next : merged(known, next))
    }
  }
  return [...byPlace.values()]
}

function candidateOf(word: SourceWord, server: NamedServer, domain: string): Candidate {
  const { source } = word.result
  const trust = trustOf(word, server, domain)
  const secrets = mayReceiveSecrets(source, server.endpoint.security)
  return { ...server, source, trust, ...(secrets && { mayReceiveSecrets: true }) }
}

function merged(known: Candidate, next: Candidate): Candidate {
  const { endpoint: _, source, trust, alsoFrom: __, mayReceiveSecrets: secrets, ...details } = next
  const further = source === known.source || known.alsoFrom?.includes(source)
  return {
    ...details,
    ...known,
    trust: better(known.trust, trust),
    ...(!further && { alsoFrom: [...(known.alsoFrom ?? []), source] }),
    ...((known.mayReceiveSecrets || secrets) && { mayReceiveSecrets: true }),
  }
}

/** Where mail is sent from, the best source first, each place once. */
export function rankOutgoing(words: readonly SourceWord[]): OutgoingServer[] {
  const byPlace = new Map<string, OutgoingServer>()
  for (const { result, servers } of inSourceOrder(words)) {
    for (const server of servers.outgoing) {
      const place = `${server.host} ${server.port} ${server.security}`
      if (byPlace.has(place)) continue
      byPlace.set(place, { ...server, source: result.source, trust: result.trust })
    }
  }
  return [...byPlace.values()]
}
