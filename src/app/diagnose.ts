import { loadFinding, loadResponses } from '../catalogue/data.js'
import { checks } from '../diagnose/checks.js'
import { diagnose as judgeFacts } from '../diagnose/diagnose.js'
import {
  type DiagnosisDocument,
  type EndpointProbe,
  exitCodes,
  type FindingText,
  finishedProbes,
  type ProbeDocument,
  type Severity,
} from '../model/index.js'
import type { ProbeRequestOptions } from './probe.js'
import { probeExitCode } from './probe-exit-code.js'
import { tool } from './tool.js'

/** Severities, gravest first. */
export const severities = ['blocker', 'exposure', 'degraded', 'note'] as const satisfies readonly Severity[]

/** From which severity on a finding sets the exit code; `never`: none does. */
export const failLevels = [...severities, 'never'] as const

/** One of the fail levels. */
export type FailLevel = (typeof failLevels)[number]

/**
 * Probes the servers of one account and says what is wrong, the first cause first.
 *
 * @param targets as typed
 * @throws UserError for what the user can mend
 */
export async function diagnose(
  targets: readonly string[],
  options: ProbeRequestOptions = {},
): Promise<DiagnosisDocument> {
  // Loaded only here: who judges a stored probe needs no network code.
  const { probe } = await import('./probe.js')
  return judge(await probe(targets, options))
}

function textOf(id: string): FindingText {
  const text = loadFinding(id)
  if (text === undefined) throw new Error(`data/findings has no ${id}`)
  return text
}

/** Judges a probe, fresh or stored, by the checks of this version; without any network. */
export function judge(probe: ProbeDocument): DiagnosisDocument {
  const { endpoints, request, discovery } = probe
  const judged = judgeFacts({
    endpoints: finishedProbes(endpoints),
    startedAt: request.startedAt,
    checks,
    textOf,
    responses: loadResponses(),
    ...(request.user !== undefined && { user: request.user }),
    ...(request.trimmed !== undefined && { trimmed: request.trimmed }),
    ...(discovery && { discovery }),
    ...(request.secret && { secret: request.secret }),
    ...(request.tlsInstead !== undefined && { tlsInstead: request.tlsInstead }),
  })
  return { ...probe, tool: tool(), kind: 'diagnosis', ...judged }
}

function isExplained({ endpoint }: EndpointProbe, { findings }: DiagnosisDocument): boolean {
  const place = JSON.stringify(endpoint)
  return findings.some((finding) => [undefined, place].includes(JSON.stringify(finding.endpoint)))
}

/** Something that the user named failed, and no check says why: that must not pass for "all right". */
function hasUnexplainedFailure(document: DiagnosisDocument): boolean {
  return document.endpoints.some(
    (probe) =>
      probe.asked !== 'standard' &&
      (probe.tls?.verified === false || probe.phases.some(({ outcome }) => outcome === 'failed')) &&
      !isExplained(probe, document),
  )
}

/**
 * Exit code of a diagnosis: 1 when a finding is at or above the level, when no endpoint can be used, or when a named
 * one failed for no known reason; 3 when this side is at fault; else 0.
 */
export function diagnoseExitCode(document: DiagnosisDocument, failOn: FailLevel): number {
  const asProbe = probeExitCode(document)
  if (asProbe === exitCodes.inconclusive) return asProbe
  if (failOn === 'never') return exitCodes.ok
  const counted = severities.slice(0, severities.indexOf(failOn) + 1)
  const found = document.findings.some(({ severity }) => counted.includes(severity))
  return found || asProbe === exitCodes.finding || hasUnexplainedFailure(document)
    ? exitCodes.finding
    : exitCodes.ok
}
