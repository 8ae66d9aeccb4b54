import {
  type AuditCause,
  type AuditCounts,
  type AuditedEndpoint,
  type AuditRecordDocument,
  type AuditSummaryDocument,
  type CertificateCount,
  type EndingCertificate,
  exitCodes,
  type ProtocolCount,
  type Severity,
  type TimeLeft,
} from '../../model/index.js'
import { envelope } from '../tool.js'

/** So many examples are kept, however many there are: a summary is read by people. */
const examples = 20

const gravest: readonly Severity[] = ['blocker', 'exposure', 'degraded', 'note']
const securities: readonly string[] = ['tls', 'starttls', 'none']

/** Upper ends, in whole days: a certificate with 6 days left ends within the week. */
const timesLeft: readonly [TimeLeft, number][] = [
  ['expired', 0],
  ['under-7-days', 7],
  ['under-30-days', 30],
  ['under-90-days', 90],
  ['90-days-and-more', Number.POSITIVE_INFINITY],
]

function timeLeft(days: number): TimeLeft {
  return timesLeft.find(([, below]) => days < below)?.[0] ?? '90-days-and-more'
}

function countsOf(exitCode: AuditRecordDocument['exitCode']): keyof AuditCounts {
  const names = { 0: 'ok', 1: 'failed', 2: 'unread', 3: 'inconclusive', 70: 'bugs' } as const
  return names[exitCode]
}

/** No endpoint took a connection, or there is none at all. */
function isUnreachable({ endpoints, error }: AuditRecordDocument): boolean {
  return (
    error === undefined && endpoints.every(({ failure }) => ['dns', 'tcp'].includes(failure?.phase ?? ''))
  )
}

type Shown = AuditedEndpoint & {
  tls: { certificate: NonNullable<NonNullable<AuditedEndpoint['tls']>['certificate']> }
}

/** The endpoints that show a certificate, each certificate once. */
function certificatesIn({ endpoints }: AuditRecordDocument): Shown[] {
  const shown = endpoints.filter((one): one is Shown => one.tls?.certificate !== undefined)
  const prints = shown.map(({ tls }) => tls.certificate.fingerprint256)
  return shown.filter(({ tls }, index) => prints.indexOf(tls.certificate.fingerprint256) === index)
}

/** Counts records, one after the other: what it holds does not grow with their number. */
export class Summary {
  readonly #counts: AuditCounts = { total: 0, ok: 0, failed: 0, inconclusive: 0, unread: 0, bugs: 0 }
  readonly #causes = new Map<string, AuditCause>()
  readonly #certificates = new Map<TimeLeft, CertificateCount>(
    timesLeft.map(([left]) => [left, { left, certificates: 0, unverified: 0 }]),
  )
  readonly #versions = new Map<string, number>()
  readonly #protocols = new Map<string, ProtocolCount>()
  readonly #unreachable: AuditSummaryDocument['unreachable'] = { targets: 0, first: [] }
  readonly #unread: AuditSummaryDocument['unread'] = []
  #ending: EndingCertificate[] = []
  #from = ''
  #to = ''

  /** Takes a record in. */
  add(record: AuditRecordDocument): void {
    const { request, exitCode, rootCauses, findings, endpoints, error } = record
    this.#counts.total += 1
    this.#counts[countsOf(exitCode)] += 1
    const { startedAt, line, target } = request
    if (this.#from === '' || startedAt < this.#from) this.#from = startedAt
    if (startedAt > this.#to) this.#to = startedAt
    for (const id of new Set(rootCauses)) this.#addCause(id, findings)
    for (const endpoint of endpoints) this.#addEndpoint(endpoint)
    this.#addCertificates(record)
    if (isUnreachable(record)) this.#addUnreachable(record)
    if (error !== undefined && this.#unread.length < examples)
      this.#unread.push({ line, ...(target !== undefined && { target }), message: error.message })
  }

  #addCause(id: string, findings: AuditRecordDocument['findings']): void {
    const found = findings.filter((one) => one.id === id).map(({ severity }) => gravest.indexOf(severity))
    const known = this.#causes.get(id)
    const ranks = known === undefined ? found : [...found, gravest.indexOf(known.severity)]
    const severity = gravest[Math.min(...ranks)] ?? 'note'
    this.#causes.set(id, { id, severity, targets: (known?.targets ?? 0) + 1 })
  }

  #addEndpoint({ endpoint: { protocol, security }, usable, tls }: AuditedEndpoint): void {
    const key = `${protocol} ${security}`
    const count = this.#protocols.get(key) ?? { protocol, security, asked: 0, usable: 0 }
    this.#protocols.set(key, count)
    count.asked += 1
    if (usable) count.usable += 1
    if (tls !== undefined) this.#versions.set(tls.protocol, (this.#versions.get(tls.protocol) ?? 0) + 1)
  }

  #addCertificates(record: AuditRecordDocument): void {
    for (const { endpoint, tls } of certificatesIn(record)) {
      const { daysLeft, validTo, fingerprint256 } = tls.certificate
      const left = timeLeft(daysLeft)
      const count = this.#certificates.get(left)
      if (count === undefined) throw new Error(`no count for ${left}`)
      count.certificates += 1
      if (!tls.verified) count.unverified += 1
      if (left === '90-days-and-more') continue
      const target = record.request.target ?? endpoint.host
      this.#addEnding({ target, endpoint, validTo, daysLeft, fingerprint256 })
    }
  }

  #addEnding(one: EndingCertificate): void {
    const last = this.#ending.at(-1)
    if (this.#ending.length >= examples && last !== undefined && one.daysLeft >= last.daysLeft) return
    if (this.#ending.some(({ fingerprint256 }) => fingerprint256 === one.fingerprint256)) return
    // Of equal ones the first stays first: sort is stable.
    this.#ending = [...this.#ending, one].sort((a, b) => a.daysLeft - b.daysLeft).slice(0, examples)
  }

  #addUnreachable({ request, endpoints }: AuditRecordDocument): void {
    this.#unreachable.targets += 1
    if (this.#unreachable.first.length >= examples) return
    const cause = endpoints[0]?.failure?.cause
    this.#unreachable.first.push({ target: request.target ?? '', ...(cause && { cause }) })
  }

  /** Targets so far whose record has an exit code other than 0. */
  get notOk(): number {
    return this.#counts.total - this.#counts.ok
  }

  /**
   * The document.
   *
   * @param files where the records come from
   */
  document(files: readonly string[], interrupted = false): AuditSummaryDocument {
    const protocols = [...this.#protocols.values()].sort(
      (a, b) =>
        a.protocol.localeCompare(b.protocol, 'en') ||
        securities.indexOf(a.security) - securities.indexOf(b.security),
    )
    const rootCauses = [...this.#causes.values()].sort(
      (a, b) =>
        b.targets - a.targets ||
        gravest.indexOf(a.severity) - gravest.indexOf(b.severity) ||
        a.id.localeCompare(b.id, 'en'),
    )
    const tlsVersions = [...this.#versions]
      .map(([version, endpoints]) => ({ version, endpoints }))
      .sort((a, b) => b.version.localeCompare(a.version, 'en'))
    return {
      ...envelope('audit-summary'),
      request: { files: [...files], ...(interrupted && { interrupted }) },
      ...(this.#counts.total > 0 && { period: { from: this.#from, to: this.#to } }),
      targets: { ...this.#counts },
      ...{ rootCauses, tlsVersions, protocols },
      certificates: [...this.#certificates.values()],
      endingSoonest: this.#ending,
      unreachable: this.#unreachable,
      unread: this.#unread,
    }
  }
}

/**
 * Exit code of an audit: 70 when some record tells of a bug; 1 when some target has a finding that counts, or some line is
 * no usable target; 3 when this side was at fault for some; else 0.
 *
 * @param never no finding and no line sets the code, as by `--fail-on never`
 */
export function auditExitCode({ targets }: AuditSummaryDocument, never = false): number {
  if (targets.bugs > 0) return exitCodes.internal
  if (!never && targets.failed + targets.unread > 0) return exitCodes.finding
  return targets.inconclusive > 0 ? exitCodes.inconclusive : exitCodes.ok
}
