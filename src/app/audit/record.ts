import {
  type AuditError,
  type AuditedEndpoint,
  type AuditedTls,
  type AuditRecordDocument,
  type DiagnosisDocument,
  type EndpointProbe,
  exitCodes,
  firstFailure,
  type TlsFacts,
  UserError,
} from '../../model/index.js'
import { diagnoseExitCode, type FailLevel } from '../diagnose.js'
import { isUsable } from '../probe-exit-code.js'
import { envelope } from '../tool.js'

/** Which line a record is about, and when it was begun. */
export interface RecordStart {
  line: number
  /** As it may be shown; absent where the line could not be read. */
  target?: string
  startedAt: Date
}

const dayMs = 86_400_000

function audited({ protocol, verified, problem, certificate }: TlsFacts, startedAt: Date): AuditedTls {
  const tls: AuditedTls = { protocol, verified }
  if (problem !== undefined) tls.problem = problem.code
  if (certificate === undefined) return tls
  const { validTo, issuer, fingerprint256 } = certificate
  const daysLeft = Math.floor((Date.parse(validTo) - startedAt.getTime()) / dayMs)
  // A server chooses what stands in a certificate, so that its end may be no date at all.
  if (Number.isFinite(daysLeft)) tls.certificate = { validTo, daysLeft, issuer, fingerprint256 }
  return tls
}

function auditedEndpoint(probe: EndpointProbe, startedAt: Date): AuditedEndpoint {
  const { endpoint, ms, tls, sasl, software } = probe
  const first = firstFailure(probe)
  const { cause, code } = first?.failure ?? {}
  return {
    endpoint,
    usable: isUsable(probe, false),
    ms,
    ...(first && cause && { failure: { phase: first.name, cause, ...(code !== undefined && { code }) } }),
    ...(tls && { tls: audited(tls, startedAt) }),
    ...(sasl && { sasl }),
    ...(software !== undefined && { software }),
  }
}

function head({ line, target, startedAt }: RecordStart, ms: number) {
  const request = { line, ...(target !== undefined && { target }), startedAt: startedAt.toISOString() }
  return { ...envelope('audit-record'), request, ms: Math.round(ms) }
}

/**
 * What an audit keeps of a diagnosis.
 *
 * @param full keeps the diagnosis as well
 */
export function recordOf(
  start: RecordStart,
  diagnosis: DiagnosisDocument,
  { ms, failOn, full = false }: { ms: number; failOn: FailLevel; full?: boolean },
): AuditRecordDocument {
  const { findings, rootCauses, endpoints, request } = diagnosis
  return {
    ...head(start, ms),
    exitCode: diagnoseExitCode(diagnosis, failOn) as AuditRecordDocument['exitCode'],
    rootCauses,
    findings: findings.map(({ id, severity, certainty, rootCause, endpoint }) => ({
      ...{ id, severity, certainty, rootCause },
      ...(endpoint && { endpoint }),
    })),
    endpoints: endpoints.map((probe) => auditedEndpoint(probe, start.startedAt)),
    ...(request.notes.length > 0 && { notes: request.notes }),
    ...(full && { diagnosis }),
  }
}

function errorOf(error: unknown): AuditError {
  if (!(error instanceof UserError)) {
    const message = error instanceof Error ? error.message : String(error)
    return { code: 'internal', message: `This is a bug in mailadvise: ${message}` }
  }
  const { code, message, hint } = error
  return { code, message, ...(hint !== undefined && { hint }) }
}

/** The record of a line about which nothing could be learnt: it is no usable target, or the program has a bug. */
export function errorRecord(start: RecordStart, error: unknown, ms = 0): AuditRecordDocument {
  const told = errorOf(error)
  return {
    ...head(start, ms),
    exitCode: told.code === 'internal' ? exitCodes.internal : exitCodes.usage,
    ...{ rootCauses: [], findings: [], endpoints: [], error: told },
  }
}
