import {
  type DiagnosisDocument,
  type Endpoint,
  type EndpointProbe,
  type Evidence,
  type Finding,
  type FixStep,
  finishedProbes,
  firstFailure,
} from '../model/index.js'
import { endpointName, endpointOutcome, phaseTitle } from './endpoint.js'
import { notReached } from './endpoint-text.js'
import { serverSays } from './sanitise.js'

/** A root cause as a person reads it: once, with all the places where it shows and all that follows from it. */
export interface Cause {
  finding: Finding
  /** Empty when it concerns the account as a whole. */
  endpoints: Endpoint[]
  evidence: Evidence[]
  /** What this one explains, each finding once. */
  consequences: Finding[]
  /** Phases that were not reached because of it, each once, in words. */
  notReached: string[]
}

// These tell the places of one cause apart, and not one cause from another.
const placeArgs = ['port', 'protocol', 'upgrade', 'tlsPort']

function identity({ id, severity, certainty, args }: Finding): string {
  const telling = Object.entries(args).filter(([name]) => !placeArgs.includes(name))
  return JSON.stringify([id, severity, certainty, telling])
}

function samePlace(one: Endpoint | undefined, other: Endpoint | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function distinct<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) === index)
}

/** Phases that an endpoint did not reach; a sign-in also waits for a certificate that verifies. */
function missed(document: DiagnosisDocument, endpoints: readonly Endpoint[]): string[] {
  const titles = document.endpoints
    .filter(({ endpoint }) => endpoints.some((one) => samePlace(one, endpoint)))
    .flatMap((probe) => {
      const noLogin = probe.phases.filter(({ name, outcome }) => name === 'login' && outcome === 'skipped')
      const phases = [...notReached(probe), ...(probe.tls?.verified === false ? noLogin : [])]
      return phases.map(({ name }) => phaseTitle(name, probe.endpoint.protocol))
    })
  return [...new Set(titles)]
}

function causeOf(same: readonly Finding[], document: DiagnosisDocument): Cause | undefined {
  const [finding] = same
  if (finding === undefined) return undefined
  const endpoints = same.flatMap(({ endpoint }) => endpoint ?? [])
  const here = (place: Endpoint | undefined) =>
    place === undefined || endpoints.length === 0 || endpoints.some((one) => samePlace(one, place))
  const consequences = document.findings.filter(
    (one) => one.rootCause === finding.id && one.id !== finding.id && here(one.endpoint),
  )
  return {
    finding,
    endpoints,
    evidence: distinct(
      same.flatMap(({ evidence }) => evidence),
      ({ from, text }) => from + text,
    ),
    consequences: distinct(consequences, ({ id }) => id),
    notReached: missed(document, endpoints),
  }
}

/** The root causes in the order of the document, most important first. */
export function causesIn(document: DiagnosisDocument): Cause[] {
  const roots = document.findings.filter(({ id, rootCause }) => id === rootCause)
  const keys = [...new Set(roots.map(identity))]
  return keys.flatMap(
    (key) =>
      causeOf(
        roots.filter((one) => identity(one) === key),
        document,
      ) ?? [],
  )
}

/** Steps for one audience. */
export function stepsFor(audience: FixStep['for'], { fix }: Finding): string[] {
  return fix.filter((step) => step.for === audience).map(({ text }) => text)
}

/** Nothing failed, and the certificate verifies. */
export function isFine(probe: EndpointProbe): boolean {
  return firstFailure(probe) === undefined && probe.tls?.verified !== false
}

/**
 * Whether a finding speaks of an endpoint. A standard port that nobody named is also covered by what is said about
 * another port of the same protocol: that IMAP is not offered at all, for example.
 */
function covers({ endpoint: place }: Finding, { endpoint, asked }: EndpointProbe): boolean {
  if (place === undefined || samePlace(place, endpoint)) return true
  return asked === 'standard' && place.host === endpoint.host && place.protocol === endpoint.protocol
}

/** What happened on endpoints that failed or do not verify, and that no finding speaks of. */
export function unexplained({ endpoints, findings }: DiagnosisDocument): string[] {
  return finishedProbes(endpoints)
    .filter((probe) => !isFine(probe) && !findings.some((finding) => covers(finding, probe)))
    .map((probe) => {
      const words = firstFailure(probe)?.failure?.serverText
      const said = words === undefined ? '' : `; ${serverSays(words)}`
      return `${endpointName(probe.endpoint)}: ${endpointOutcome(probe).text}${said}`
    })
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** What a severity means for who reads mail there. */
export const consequences: Readonly<Record<Finding['severity'], string>> = {
  blocker: 'cannot get mail',
  exposure: 'mail or password can be read by others',
  degraded: 'works, with a loss that one notices',
  note: 'good to know',
}

/** What was found, in one line: how much of what gravity. */
export function verdict(document: DiagnosisDocument, causes: readonly Cause[]): string {
  const of = (severity: Finding['severity']) =>
    causes.filter((one) => one.finding.severity === severity).length
  const grave = [
    ...(of('blocker') > 0 ? [count(of('blocker'), 'blocker')] : []),
    ...(of('exposure') > 0 ? [count(of('exposure'), 'exposure')] : []),
    ...(of('degraded') > 0 ? [`${of('degraded')} degraded`] : []),
  ]
  const notes = of('note') > 0 ? [count(of('note'), 'note')] : []
  if (grave.length > 0) return `Found: ${[...grave, ...notes].join(', ')}.`
  if (unexplained(document).length > 0) return 'Something failed that no check explains.'
  const [all, known] = [document.endpoints.length, finishedProbes(document.endpoints).length]
  if (known < all) return `Broken off: ${all - known} of ${count(all, 'endpoint')} not looked at to the end.`
  return notes.length > 0 ? `Nothing wrong was found; ${notes.join()}.` : 'Nothing wrong was found.'
}

/** Whole days from the probe to the end of a certificate; undefined where one of the two is not known. */
export function certificateDays(
  certificate: { validTo: string } | undefined,
  { request }: DiagnosisDocument,
): number | undefined {
  const days = Math.floor(
    (Date.parse(certificate?.validTo ?? '') - Date.parse(request.startedAt)) / 86_400_000,
  )
  return Number.isFinite(days) ? days : undefined
}

/** The same of the certificate that ends first. */
function daysLeft(document: DiagnosisDocument): number | undefined {
  const days = document.endpoints.flatMap(({ tls }) => certificateDays(tls?.certificate, document) ?? [])
  return days.length === 0 ? undefined : Math.min(...days)
}

/** What was all right, a few words each. */
export function fine(document: DiagnosisDocument): string[] {
  const { endpoints, checks } = document
  const well = endpoints.filter(isFine)
  const tls = endpoints.flatMap((probe) => probe.tls ?? [])
  const days = daysLeft(document)
  const mechanism = endpoints.find(({ session }) => session?.mechanism !== undefined)?.session?.mechanism
  // On nothing that was looked at to the end, a check that found nothing says nothing.
  const judged = finishedProbes(endpoints).length > 0
  const passed = judged ? checks.filter(({ outcome }) => outcome === 'passed').length : 0
  return [
    ...(well.length > 0
      ? [
          `${well.length} of ${count(endpoints.length, 'endpoint')} answered as ${endpoints.length === 1 ? 'it' : 'they'} should`,
        ]
      : []),
    ...(tls.length > 0 && tls.every(({ verified }) => verified)
      ? [`certificate verified${days === undefined ? '' : ` (${days} days left)`}`]
      : []),
    ...new Set(tls.map(({ protocol }) => protocol)),
    ...(mechanism === undefined ? [] : [`sign-in (${mechanism})`]),
    ...(passed > 0 ? [`${count(passed, 'check')} passed`] : []),
  ]
}

/** Attempts to sign in, the further one of --try too; documents without a list of them had one. */
function signIns({ phases, signIn }: DiagnosisDocument['endpoints'][number]): number {
  const wasTried = phases.some(({ name, outcome }) => name === 'login' && outcome !== 'skipped')
  return wasTried ? Math.max(1, signIn?.length ?? 0) : 0
}

/** What the diagnosis cost the server. */
export function cost({ endpoints }: Pick<DiagnosisDocument, 'endpoints'>): string {
  const connections = endpoints.reduce((sum, probe) => sum + probe.connections, 0)
  const logins = endpoints.reduce((sum, probe) => sum + signIns(probe), 0)
  return `${count(connections, 'connection')}, ${logins === 0 ? 'no sign-in' : count(logins, 'sign-in')}`
}
