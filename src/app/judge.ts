import { loadFinding, loadResponses } from '../catalogue/data.js'
import { checks } from '../diagnose/checks.js'
import { diagnose } from '../diagnose/diagnose.js'
import type { DiagnosisDocument, FindingText, ProbeDocument } from '../model/index.js'

function textOf(id: string): FindingText {
  const text = loadFinding(id)
  if (text === undefined) throw new Error(`data/findings has no ${id}`)
  return text
}

/** Judges a probe, fresh or stored: no network. */
export function diagnoseProbe(probe: ProbeDocument): DiagnosisDocument {
  const { endpoints, request } = probe
  const judged = diagnose({
    endpoints,
    startedAt: request.startedAt,
    checks,
    textOf,
    responses: loadResponses(),
    ...(request.user !== undefined && { user: request.user }),
  })
  return { ...probe, kind: 'diagnosis', ...judged }
}
