import type { DiagnosisDocument, Endpoint, EndpointProbe, MonitorState, Severity } from '../model/index.js'
import { endpointName, endpointOutcome } from './endpoint.js'
import { type Cause, causesIn, certificateDays, fine, stepsFor, unexplained, verdict } from './findings.js'
import { statusLine, withoutBars } from './status-line.js'

// Monitoring Plugins Development Guidelines, "Plugin Output for Nagios" and "Performance data":
// SERVICE STATUS: text | perfdata, and on further lines what does not fit there.

// Nagios 3 reads 4 KB of a plugin.
const mostBytes = 4000
const mostPerfdataBytes = 2000

/** What is told with the diagnosis. */
export interface PluginAnswer {
  state: MonitorState
  /** Which answer each severity leads to; undefined: none. */
  alarms: Readonly<Record<Severity, 'CRITICAL' | 'WARNING' | undefined>>
}

/** Between single quotes; a label takes neither an equals sign nor a quote, and a host needs neither. */
function label(text: string): string {
  return `'${text.replace(/[^A-Za-z0-9 ._:[\]-]/g, '_')}'`
}

/** A label whose first 19 characters tell it from the others of one host: some stores keep no more. */
function placed(what: string, { protocol, host, port }: Endpoint): string {
  return label(`${what} ${protocol}:${port} ${host}`)
}

function endpointData(probe: EndpointProbe, document: DiagnosisDocument): string[] {
  const { endpoint, ms, tls } = probe
  const days = certificateDays(tls?.certificate, document)
  return [
    `${placed('time', endpoint)}=${(ms / 1000).toFixed(3)}s;;;0`,
    ...(days === undefined ? [] : [`${placed('cert_days', endpoint)}=${days}`]),
  ]
}

/** Causes of each severity; more than none is outside the range "0", so the thresholds are those that were applied. */
function counts(causes: readonly Cause[], { alarms }: PluginAnswer): string[] {
  return (Object.keys(alarms) as Severity[]).map((severity) => {
    const number = causes.filter(({ finding }) => finding.severity === severity).length
    const [warn, critical] = [alarms[severity] === 'WARNING', alarms[severity] === 'CRITICAL']
    return `'${severity}'=${number};${warn ? '0' : ''};${critical ? '0' : ''};0`
  })
}

function withinBytes(items: readonly string[], separator: string, limit: number): string {
  let text = ''
  for (const item of items) {
    const next = text === '' ? item : `${text}${separator}${item}`
    if (Buffer.byteLength(next) > limit) break
    text = next
  }
  return text
}

function summary(document: DiagnosisDocument, causes: readonly Cause[], { state }: PluginAnswer): string {
  const [first] = causes
  if (state === 'OK') return fine(document).join(', ') || verdict(document, causes)
  const found = first === undefined ? unexplained(document)[0] : first.finding.title
  return [...(found === undefined ? [] : [found]), verdict(document, causes)].join('; ')
}

function causeLines({ finding, endpoints }: Cause): string[] {
  const places = endpoints.length === 0 ? '' : ` on ${endpoints.map(endpointName).join(', ')}`
  return [
    `[${finding.severity}] ${finding.title}${places} (${finding.id})`,
    ...stepsFor('administrator', finding).map((step) => `- ${step}`),
  ]
}

function endpointLine(probe: EndpointProbe): string {
  const { word, text } = endpointOutcome(probe)
  return `${endpointName(probe.endpoint)} ${word}: ${text}`
}

/** A diagnosis as the output of a monitoring plugin: status line with performance data, then the findings with their fixes. */
export function nagiosText(document: DiagnosisDocument, answer: PluginAnswer): string {
  const causes = causesIn(document)
  const status = statusLine(answer.state, summary(document, causes, answer))
  const data = [
    ...counts(causes, answer),
    ...document.endpoints.flatMap((probe) => endpointData(probe, document)),
  ]
  const first = `${status} | ${withinBytes([...new Set(data)], ' ', mostPerfdataBytes)}`
  const further = [
    ...causes.flatMap(causeLines),
    ...unexplained(document).map((what) => `Not explained: ${what}`),
    ...document.endpoints.map(endpointLine),
  ]
  return `${withinBytes([first, ...further.map(withoutBars)], '\n', mostBytes)}\n`
}
