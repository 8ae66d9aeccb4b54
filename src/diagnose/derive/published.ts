import {
  type Candidate,
  type DiscoveryResult,
  type Endpoint,
  type Severity,
  type SourceName,
  sourcesOf,
} from '../../model/index.js'
import type { AccountView, EndpointView } from '../view.js'

const sourceWords: Readonly<Record<SourceName, string>> = {
  pacc: 'the PACC document',
  autoconfig: 'the autoconfig document',
  'well-known': 'the well-known autoconfig document',
  srv: 'the SRV record',
  'provider-facts': 'the list of known providers',
  ispdb: 'the Thunderbird ISPDB',
  'mx-autoconfig': 'the autoconfig document of the MX',
  'mx-well-known': 'the well-known autoconfig document of the MX',
  'mx-ispdb': 'the Thunderbird ISPDB, by the MX',
  'mx-provider-facts': 'the list of known providers, by the MX',
  autodiscover: 'the Autodiscover answer',
  'http-autoconfig': 'the autoconfig document over HTTP',
  'http-well-known': 'the well-known autoconfig document over HTTP',
  guess: 'the usual guess',
}

/** Sources of an endpoint in words, the best first. */
export function sourceWordsOf(candidate: Candidate): string {
  return sourcesOf(candidate)
    .map((source) => sourceWords[source])
    .join(' and ')
}

const schemes = {
  imap: { tls: 'imaps', starttls: 'imap', none: 'imap' },
  pop3: { tls: 'pops', starttls: 'pop', none: 'pop' },
} as const

/** An endpoint as a target that can be typed again. */
export function placeOf({ protocol, host, port, security }: Endpoint): string {
  return `${schemes[protocol][security]}://${host}:${port}`
}

/** A place that a search found, and how it fared. */
export interface Published {
  candidate: Candidate
  view: EndpointView
}

/** What of the search was probed, in the order of the search. */
export function publishedPlaces(account: AccountView): Published[] {
  const candidates = account.discovery?.candidates ?? []
  return candidates.flatMap((candidate) => {
    const view = account.endpoints.find(({ endpoint }) => placeOf(endpoint) === placeOf(candidate.endpoint))
    return view === undefined ? [] : [{ candidate, view }]
  })
}

/** A program can use it: everything up to the capabilities worked, and the certificate verifies. */
export function isUsable({ answers, probe }: EndpointView): boolean {
  return answers && probe.tls?.verified !== false
}

/** Whether this place was only found by the search, and another server of its protocol works. */
function isReplaced(view: EndpointView, account: AccountView): boolean {
  const places = publishedPlaces(account)
  const found = places.some((one) => one.view === view) && view.probe.asked !== 'named'
  const { protocol } = view.endpoint
  const works = account.endpoints.some((one) => one.endpoint.protocol === protocol && isUsable(one))
  return found && works
}

/**
 * What a failure at this place is at most, where nobody is kept from their mail by it: nobody typed it, and every place of
 * its host that was not reached has another one that works. One that was published costs whoever goes by it something; a
 * guess costs nothing.
 *
 * @returns undefined where the failure is as grave as it looks
 */
export function gravityOfReplaced(
  endpoint: Endpoint,
  account: AccountView,
): Extract<Severity, 'degraded' | 'note'> | undefined {
  const view = account.endpoints.find((one) => placeOf(one.endpoint) === placeOf(endpoint))
  if (view === undefined) return undefined
  const ofHost = [view, ...account.siblingsOf(view)]
  const unreached = ofHost.filter((one) => one.failedAt('dns') || one.failedAt('tcp'))
  if (!unreached.includes(view) || !unreached.every((one) => isReplaced(one, account))) return undefined
  return unreached.some(({ probe }) => probe.asked === 'discovered') ? 'degraded' : 'note'
}

/** Sources that speak for the domain over the network, by the way in which they are reached. */
const ways: readonly (readonly SourceName[])[] = [
  ['pacc'],
  ['autoconfig', 'well-known'],
  ['srv'],
  ['mx-autoconfig', 'mx-well-known'],
  ['autodiscover'],
]

/** The ways by which servers are published: those that name some, and those that were looked at and name none. */
export function waysOfPublishing({ sources }: DiscoveryResult): { found: SourceName[]; empty: SourceName[] } {
  const outcomes = ways.map((way) => ({
    first: way[0],
    results: sources.filter(({ source }) => way.includes(source)),
  }))
  const named = outcomes.filter(({ results }) => results.some(({ outcome }) => outcome === 'found'))
  const empty = outcomes.filter(
    ({ results }) => results.length > 0 && results.every(({ outcome }) => outcome === 'nothing'),
  )
  const names = (list: typeof outcomes) => list.flatMap(({ first }) => first ?? [])
  return { found: names(named), empty: names(empty) }
}

/** A source in words. */
export function wordsFor(source: SourceName): string {
  return sourceWords[source]
}
