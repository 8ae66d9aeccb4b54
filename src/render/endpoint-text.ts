import type { Certificate, EndpointProbe, Phase, TlsFacts } from '../model/index.js'
import { padToWidth } from './display-width.js'
import { duration, endpointName, endpointOutcome, phaseTitle } from './endpoint.js'
import { addSession } from './mailbox-text.js'
import type { Page, Tone } from './page.js'
import { serverSays } from './sanitise.js'
import { addSignIn } from './sign-in-text.js'

/** One line for each endpoint: its name, how it fared, and the first thing that failed or how it is secured. */
export function addEndpointLines(page: Page, probes: readonly EndpointProbe[], indent = 0): void {
  const longest = Math.max(0, ...probes.map(({ endpoint }) => endpointName(endpoint).length))
  const words = probes.map((probe) => endpointOutcome(probe).word.length)
  for (const probe of probes) {
    const { word, text, tone } = endpointOutcome(probe)
    const label = padToWidth(endpointName(probe.endpoint), longest)
    page.item(`${label}  ${word.padEnd(Math.max(...words))}  `, text, tone, indent)
  }
}

const outcomeTones: Record<Phase['outcome'], Tone> = { observed: 'plain', failed: 'bad', skipped: 'dim' }

/** What a phase found out, in a few words. */
function phaseFacts({ name }: Phase, probe: EndpointProbe): string[] {
  const { addresses = [], connectedTo, tls, greeting } = probe
  switch (name) {
    case 'dns':
      return addresses
    case 'tcp':
      return connectedTo === undefined ? [] : [connectedTo]
    case 'tls':
      return tls === undefined
        ? []
        : [tls.protocol, tls.cipher, ...(tls.keyExchange ? [tls.keyExchange] : [])]
    case 'greeting':
      return greeting === undefined || greeting.text === '' ? [] : [serverSays(greeting.text)]
    default:
      return []
  }
}

function phaseText(phase: Phase, probe: EndpointProbe): string {
  const { outcome, failure, because } = phase
  if (outcome === 'skipped') return `skipped${because === undefined ? '' : `: ${because}`}`
  if (outcome === 'observed') return phaseFacts(phase, probe).join(', ')
  const code = failure?.code === undefined ? '' : ` [${failure.code}]`
  const words = failure?.serverText === undefined ? '' : `; ${serverSays(failure.serverText)}`
  return `failed: ${failure?.message ?? 'no reason known'}${code}${words}`
}

/** The phases that a failure left no way to: they are named in one line, since they say nothing more. */
export function notReached({ phases }: EndpointProbe): Phase[] {
  const failed = phases.findIndex((phase) => phase.outcome === 'failed')
  return failed === -1 ? [] : phases.slice(failed + 1).filter((phase) => phase.outcome === 'skipped')
}

function addPhases(page: Page, probe: EndpointProbe): void {
  const title = ({ name }: Phase) => phaseTitle(name, probe.endpoint.protocol)
  const left = notReached(probe)
  const shown = probe.phases.filter((phase) => !left.includes(phase))
  const longest = Math.max('not reached'.length, ...shown.map((phase) => title(phase).length))
  for (const phase of shown) {
    const time = phase.outcome === 'skipped' ? '-' : duration(phase.ms)
    const label = `${title(phase).padEnd(longest)}  ${time.padStart(7)}  `
    page.item(label, phaseText(phase, probe), outcomeTones[phase.outcome], 2)
  }
  if (left.length === 0) return
  page.item(`${'not reached'.padEnd(longest)}  ${'-'.padStart(7)}  `, left.map(title).join(', '), 'dim', 2)
}

function validity({ validFrom, validTo }: Certificate): string {
  const day = (text: string) => {
    const date = new Date(text)
    return Number.isNaN(date.getTime()) ? text : date.toISOString().slice(0, 10)
  }
  return `${day(validFrom)} to ${day(validTo)}`
}

function addTls(page: Page, tls: TlsFacts, seen: Set<string>): void {
  const { certificate, problem } = tls
  const verdict = tls.verified
    ? 'verified for this name'
    : `NOT verified: ${problem?.message ?? 'unknown reason'}${problem ? ` [${problem.code}]` : ''}`
  page.item('Certificate: ', verdict, tls.verified ? 'good' : 'bad', 2)
  if (certificate === undefined) return
  if (seen.has(certificate.fingerprint256)) {
    page.text('the same certificate as above', 'dim', 4)
    return
  }
  seen.add(certificate.fingerprint256)
  page
    .item('for     ', certificate.names.join(', ') || certificate.subject, 'plain', 4)
    .item('by      ', certificate.issuer, 'plain', 4)
    .item('valid   ', validity(certificate), 'plain', 4)
  if (certificate.key !== undefined) page.item('key     ', certificate.key, 'plain', 4)
  page.item('sent    ', `${tls.chain.length} certificate${tls.chain.length === 1 ? '' : 's'}`, 'plain', 4)
}

/**
 * Everything about one endpoint but its capabilities.
 *
 * @param seen fingerprints of the certificates that were shown already; the servers of one account often share one
 */
export function addEndpoint(page: Page, probe: EndpointProbe, seen: Set<string>): void {
  const { connections, ms, tls, sasl = [], session, software, greeting } = probe
  page.heading(endpointName(probe.endpoint))
  page.text(`${duration(ms)}, ${connections} connection${connections === 1 ? '' : 's'}`, 'dim', 2)
  addPhases(page, probe)
  if (tls !== undefined) addTls(page, tls, seen)
  if (software !== undefined && software !== greeting?.text)
    page.item('Software: ', serverSays(software), 'plain', 2)
  if (sasl.length > 0) page.item('Ways to sign in: ', sasl.join(', '), 'plain', 2)
  addSignIn(page, probe)
  if (session !== undefined) addSession(page, session, probe.endpoint.protocol)
}
