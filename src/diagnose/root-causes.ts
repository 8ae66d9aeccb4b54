import type { Finding, FindingText, Severity, Stage } from '../model/index.js'

/** Gravest first. */
const severities: readonly Severity[] = ['blocker', 'exposure', 'degraded', 'note']

const certainties = ['certain', 'likely', 'possible'] as const

/** In the order in which a connection meets them. */
const stages: readonly Stage[] = [
  'input',
  'autoconfig',
  'dns',
  'network-middlebox',
  'tcp',
  'tls',
  'cert',
  'greeting',
  'starttls',
  'capability',
  'auth',
  'policy',
  'mailbox',
  'client-bug',
]

/** Whether two findings speak of the same place; one without an endpoint speaks of the whole account. */
function sharePlace(one: Finding, other: Finding): boolean {
  if (one.endpoint === undefined || other.endpoint === undefined) return true
  return JSON.stringify(one.endpoint) === JSON.stringify(other.endpoint)
}

/** The finding of the same place that explains this one, if there is one. */
function explanationOf(
  finding: Finding,
  all: readonly Finding[],
  textOf: (id: string) => FindingText,
): Finding | undefined {
  return all.find(
    (other) =>
      other !== finding &&
      sharePlace(other, finding) &&
      // What is milder than its supposed consequence cannot be all of the reason.
      severities.indexOf(other.severity) <= severities.indexOf(finding.severity) &&
      textOf(other.id).explains.includes(finding.id),
  )
}

/** Follows the explanations up to the finding that nothing explains; in a circle, back to where it began. */
function rootOf(finding: Finding, all: readonly Finding[], textOf: (id: string) => FindingText): Finding {
  const seen = new Set<Finding>()
  let current = finding
  for (;;) {
    seen.add(current)
    const next = explanationOf(current, all, textOf)
    if (next === undefined) return current
    if (seen.has(next)) return finding
    current = next
  }
}

function compare(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    certainties.indexOf(a.certainty) - certainties.indexOf(b.certainty) ||
    stages.indexOf(a.stage) - stages.indexOf(b.stage)
  )
}

/** Names the root cause of each finding, and orders them: gravest first, consequences directly under their cause. */
export function foldIntoRootCauses(
  findings: readonly Finding[],
  textOf: (id: string) => FindingText,
): { findings: Finding[]; rootCauses: string[] } {
  const roots = new Map(findings.map((finding) => [finding, rootOf(finding, findings, textOf)]))
  const named = (finding: Finding) => ({ ...finding, rootCause: roots.get(finding)?.id ?? finding.id })
  const ordered = findings.filter((finding) => roots.get(finding) === finding).sort(compare)
  const consequences = (root: Finding) =>
    findings.filter((finding) => finding !== root && roots.get(finding) === root).sort(compare)
  return {
    findings: ordered.flatMap((root) => [root, ...consequences(root)]).map(named),
    rootCauses: [...new Set(ordered.map((root) => root.id))],
  }
}
