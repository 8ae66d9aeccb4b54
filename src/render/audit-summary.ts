import { loadFinding } from '../catalogue/data.js'
import type { AuditSummaryDocument, CertificateCount, ProtocolCount } from '../model/index.js'
import { endpointName } from './endpoint.js'
import { count, countOf } from './quantities.js'

/** A part of a summary, the same in every form. */
export interface SummaryTable {
  title: string
  /** What its rows are, where there is room for a second line. */
  about: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
}

const timeWords: Record<CertificateCount['left'], string> = {
  expired: 'expired',
  'under-7-days': 'less than 7 days',
  'under-30-days': '7 to 29 days',
  'under-90-days': '30 to 89 days',
  '90-days-and-more': '90 days and more',
}

const securityWords = { tls: 'implicit TLS', starttls: 'STARTTLS', none: 'clear text' }

function accessWords({ protocol, security }: ProtocolCount): string {
  const upgrade = protocol === 'pop3' && security === 'starttls' ? 'STLS' : securityWords[security]
  return `${protocol === 'imap' ? 'IMAP' : 'POP3'}, ${upgrade}`
}

/** What a finding says, its arguments as their names: it stands for many targets here. */
function causeTitle(id: string): string {
  return loadFinding(id)?.title.replace(/\{([a-zA-Z0-9-]+)\}/g, '<$1>') ?? ''
}

/** The verdict over all targets, in one line. */
export function summaryVerdict({ targets, request }: AuditSummaryDocument): string {
  const { total, ok, failed, inconclusive, unread, bugs } = targets
  const parts = [
    `${count(ok)} all right`,
    ...(failed > 0 ? [`${count(failed)} with something wrong`] : []),
    ...(inconclusive > 0 ? [`${count(inconclusive)} inconclusive, for a fault on this side`] : []),
    ...(unread > 0 ? [`${countOf(unread, 'line')} not usable`] : []),
    ...(bugs > 0 ? [`${count(bugs)} not judged, for a bug in mailadvise`] : []),
  ]
  return `${request.interrupted ? 'Broken off. ' : ''}${countOf(total, 'target')}: ${parts.join(', ')}.`
}

/** How grave it is as a whole. */
export function summaryGravity({ targets }: AuditSummaryDocument): 'bad' | 'warn' | 'good' {
  if (targets.failed + targets.bugs > 0) return 'bad'
  return targets.unread + targets.inconclusive > 0 ? 'warn' : 'good'
}

/** All tables that have something in them. */
export function summaryTables(document: AuditSummaryDocument): SummaryTable[] {
  const { rootCauses, certificates, endingSoonest, tlsVersions, protocols, unreachable, unread } = document
  const tables: SummaryTable[] = [
    {
      title: 'Root causes',
      about: 'What targets suffer from, most frequent first',
      columns: ['targets', 'severity', 'cause', 'id'],
      rows: rootCauses.map(({ id, severity, targets }) => [count(targets), severity, causeTitle(id), id]),
    },
    {
      title: 'Certificates by time left',
      about: 'Certificates of endpoints that TLS was reached on',
      columns: ['time left', 'certificates', 'not verified'],
      rows: certificates.some((one) => one.certificates > 0)
        ? certificates.map((one) => [timeWords[one.left], count(one.certificates), count(one.unverified)])
        : [],
    },
    {
      title: 'Certificates that end soonest',
      about: 'Within 90 days; each certificate once, with one of the endpoints that show it',
      columns: ['days left', 'until', 'target', 'endpoint'],
      rows: endingSoonest.map(({ daysLeft, validTo, target, endpoint }) => [
        String(daysLeft),
        validTo.slice(0, 10),
        target,
        endpointName(endpoint),
      ]),
    },
    {
      title: 'TLS versions',
      about: 'What was agreed on',
      columns: ['version', 'endpoints'],
      rows: tlsVersions.map(({ version, endpoints }) => [version, count(endpoints)]),
    },
    {
      title: 'Protocols',
      about: 'Usable: every step up to the capabilities worked, and the certificate verifies',
      columns: ['access', 'endpoints asked', 'usable'],
      rows: protocols.map((one) => [accessWords(one), count(one.asked), count(one.usable)]),
    },
    {
      title: `Not reachable: ${countOf(unreachable.targets, 'target')}${firstOf(unreachable.targets, unreachable.first)}`,
      about: 'No endpoint of these answered',
      columns: ['target', 'why'],
      rows: unreachable.first.map(({ target, cause = 'no server was found' }) => [target, cause]),
    },
    {
      title: 'Lines without a result',
      about: 'What stands in the list and could not be looked at',
      columns: ['line', 'why'],
      rows: unread.map(({ line, message }) => [String(line), message]),
    },
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

function firstOf(all: number, shown: readonly unknown[]): string {
  return all > shown.length ? `, the first ${shown.length}` : ''
}

const filesNamed = 3

/** The files in few words: a fleet may have hundreds of them. */
export function summaryFiles({ request: { files } }: AuditSummaryDocument): string {
  const more = files.length - filesNamed
  return more > 0 ? `${files.slice(0, filesNamed).join(', ')} and ${count(more)} more` : files.join(', ')
}

/** When it was, and where the records come from. */
export function summaryOrigin(document: AuditSummaryDocument): string {
  const { period, tool } = document
  const when = period === undefined ? '' : `, from ${period.from} to ${period.to}`
  return `Audit of ${summaryFiles(document)}${when}, by ${tool.name} ${tool.version}.`
}
