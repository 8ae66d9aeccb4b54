import { type DiagnosisDocument, exitCodes, type MonitorState, type Severity } from '../model/index.js'
import { diagnoseExitCode, type FailLevel, severities } from './diagnose.js'

/** Notes that say what will break on a day that is known: a monitor has to speak before it. */
const foretelling: readonly string[] = ['cert-expires-soon']

/** What a monitor is told when a severity was found. */
export type AlarmOf = Readonly<Record<Severity, 'CRITICAL' | 'WARNING' | undefined>>

/** Which severities are critical, by the fail level; the rest of what one notices is a warning. */
export function alarms(failOn: FailLevel): AlarmOf {
  const isCritical = (severity: Severity) =>
    failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn)
  const alarmOf = (severity: Severity) => {
    if (isCritical(severity)) return 'CRITICAL'
    return severity === 'note' ? undefined : 'WARNING'
  }
  return {
    blocker: alarmOf('blocker'),
    exposure: alarmOf('exposure'),
    degraded: alarmOf('degraded'),
    note: alarmOf('note'),
  }
}

/**
 * A diagnosis as the answer of a monitoring plugin. UNKNOWN: this side is at fault, or the run was broken off; CRITICAL:
 * whatever else gives exit code 1; WARNING: anything else that one notices, and a certificate that ends soon.
 */
export function monitorState(document: DiagnosisDocument, failOn: FailLevel): MonitorState {
  const code = diagnoseExitCode(document, failOn)
  if (code === exitCodes.inconclusive || document.request.interrupted === true) return 'UNKNOWN'
  if (code === exitCodes.finding) return 'CRITICAL'
  const alarm = alarms(failOn)
  const warns = document.findings.some(
    ({ id, severity }) => alarm[severity] !== undefined || foretelling.includes(id),
  )
  // With --fail-on never, an account that cannot be used at all is still no reason to say that all is well.
  return warns || diagnoseExitCode(document, 'blocker') === exitCodes.finding ? 'WARNING' : 'OK'
}
