import type {
  CheckResult,
  DiagnosisDocument,
  EndpointProbe,
  Finding,
  FindingText,
  FixStep,
} from '../model/index.js'
import type { Check, FindingDraft } from './check.js'
import { foldIntoRootCauses } from './root-causes.js'
import { AccountView } from './view.js'

/** What a diagnosis is made from. */
export interface DiagnosisInput {
  endpoints: readonly EndpointProbe[]
  /** When the probe was made, ISO 8601. */
  startedAt: string
  checks: readonly Check[]
  /** The text of a finding by its id. */
  textOf: (id: string) => FindingText
}

/** The judged part of a diagnosis document. */
export type Judgement = Pick<DiagnosisDocument, 'findings' | 'rootCauses' | 'checks'>

interface Ran {
  result: CheckResult
  drafts: FindingDraft[]
}

function judgeEndpoints(check: Extract<Check, { scope: 'endpoint' }>, account: AccountView): Ran {
  const verdicts = account.endpoints.map((view) => ({ view, verdict: check.judge(view) }))
  const drafts = verdicts.flatMap(({ view, verdict }) =>
    typeof verdict === 'object' ? [{ endpoint: view.endpoint, ...verdict }] : [],
  )
  const applied = verdicts.some(({ verdict }) => verdict !== 'not-applicable')
  return { result: { id: check.id, outcome: outcomeOf(drafts, applied) }, drafts }
}

function judgeAccount(check: Extract<Check, { scope: 'account' }>, account: AccountView): Ran {
  const verdict = check.judge(account)
  const drafts = Array.isArray(verdict) ? verdict : []
  return { result: { id: check.id, outcome: outcomeOf(drafts, verdict !== 'not-applicable') }, drafts }
}

function outcomeOf(drafts: readonly FindingDraft[], applied: boolean): CheckResult['outcome'] {
  if (drafts.length > 0) return 'failed'
  return applied ? 'passed' : 'not-applicable'
}

/** A check that breaks is a result of its own, and the others go on. */
function run(check: Check, account: AccountView): Ran {
  try {
    return check.scope === 'endpoint' ? judgeEndpoints(check, account) : judgeAccount(check, account)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { result: { id: check.id, outcome: 'errored', message }, drafts: [] }
  }
}

/** Puts arguments into a text: {name}, lists joined by commas. */
export function fillIn(text: string, args: Record<string, unknown>): string {
  return text.replace(/\{([a-zA-Z0-9]+)\}/g, (_, name: string) => {
    const value = args[name]
    return Array.isArray(value) ? value.join(', ') : String(value ?? '?')
  })
}

/** Arguments that every finding on an endpoint has. */
function endpointArgs({ endpoint }: FindingDraft): Record<string, unknown> {
  if (endpoint === undefined) return {}
  const { host, port, protocol } = endpoint
  return {
    host,
    port,
    protocol: protocol === 'imap' ? 'IMAP' : 'POP3',
    upgrade: protocol === 'imap' ? 'STARTTLS' : 'STLS',
    tlsPort: protocol === 'imap' ? 993 : 995,
  }
}

function worded(draft: FindingDraft, text: FindingText): Finding {
  const args = { ...endpointArgs(draft), ...draft.args }
  const steps = (audience: FixStep['for'], texts: readonly string[]): FixStep[] =>
    texts.map((step) => ({ for: audience, text: fillIn(step, args) }))
  return {
    id: text.id,
    stage: text.stage,
    family: text.family,
    severity: draft.severity ?? text.severity,
    ...(draft.endpoint && { endpoint: draft.endpoint }),
    args,
    evidence: draft.evidence,
    title: fillIn(text.title, args),
    cause: fillIn(text.cause, args),
    fix: [...steps('user', text.fixForUser), ...steps('administrator', text.fixForAdministrator)],
    certainty: draft.certainty,
    rootCause: text.id,
  }
}

/** Judges collected facts: every check, then what explains what. Pure: the same facts give the same diagnosis. */
export function diagnose({ endpoints, startedAt, checks, textOf }: DiagnosisInput): Judgement {
  const account = new AccountView(endpoints, new Date(startedAt))
  const ran = checks.map((check) => run(check, account))
  const findings = ran.flatMap(({ result, drafts }) =>
    drafts.map((draft) => worded(draft, textOf(result.id))),
  )
  return { ...foldIntoRootCauses(findings, textOf), checks: ran.map(({ result }) => result) }
}
