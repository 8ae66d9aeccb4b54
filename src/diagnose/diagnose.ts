import type {
  CheckResult,
  DiagnosisDocument,
  DiscoveryResult,
  Endpoint,
  EndpointProbe,
  Finding,
  FindingText,
  FixStep,
  ServerResponses,
  SignInSecret,
} from '../model/index.js'
import type { Check, FindingDraft } from './check.js'
import { gravityOfReplaced } from './derive/published.js'
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
  /** What servers are known to say when they refuse: data/responses. Absent: refusals stay unexplained. */
  responses?: readonly ServerResponses[]
  /** User name of the sign-in, when one was asked for. */
  user?: string
  /** Targets from which white space was removed at the ends. */
  trimmed?: readonly string[]
  /** What the search for the account's servers found, where there was one. */
  discovery?: DiscoveryResult
  /** What can be said of the password or token, when one was given. */
  secret?: SignInSecret
  /** Endpoints that were used with TLS although their target said STARTTLS. */
  tlsInstead?: readonly Endpoint[]
}

/** The judged part of a diagnosis document. */
export type Judgement = Pick<DiagnosisDocument, 'findings' | 'rootCauses' | 'checks'>

interface Ran {
  result: CheckResult
  drafts: FindingDraft[]
}

/** Runs one look of a check. A look that breaks is a result of its own, and the others go on. */
function attempt(look: () => FindingDraft[] | 'not-applicable'): FindingDraft[] | 'not-applicable' | Error {
  try {
    return look()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** The looks of a check: one at each endpoint, or one at the account. */
function looksOf(check: Check, account: AccountView): ReturnType<typeof attempt>[] {
  if (check.scope === 'account') return [attempt(() => check.judge(account) ?? [])]
  return account.endpoints.map((view) =>
    attempt(() => {
      const verdict = check.judge(view)
      if (verdict === 'not-applicable') return verdict
      return verdict === undefined ? [] : [{ endpoint: view.endpoint, ...verdict }]
    }),
  )
}

function run(check: Check, account: AccountView): Ran {
  const looks = looksOf(check, account)
  const drafts = looks.flatMap((look) => (Array.isArray(look) ? look : []))
  const error = looks.find((look) => look instanceof Error)
  const applied = looks.some((look) => look !== 'not-applicable')
  const outcome = outcomeOf(drafts, applied)
  const result: CheckResult =
    error === undefined
      ? { id: check.id, outcome }
      : { id: check.id, outcome: 'errored', message: error.message }
  return { result, drafts }
}

function outcomeOf(drafts: readonly FindingDraft[], applied: boolean): CheckResult['outcome'] {
  if (drafts.length > 0) return 'failed'
  return applied ? 'passed' : 'not-applicable'
}

/** Puts arguments into a text: {name}, lists joined by commas. */
function fillIn(text: string, args: Record<string, unknown>): string {
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

/** A place that only the search found is no blocker where another one works: then what explains it is as mild as it is. */
function eased(finding: Finding, account: AccountView): Finding {
  const { endpoint, severity } = finding
  if (endpoint === undefined || severity !== 'blocker') return finding
  return { ...finding, severity: gravityOfReplaced(endpoint, account) ?? severity }
}

/** Judges collected facts: every check, then what explains what. Pure: the same facts give the same diagnosis. */
export function diagnose(input: DiagnosisInput): Judgement {
  const { endpoints, startedAt, checks, textOf, responses = [], user, discovery } = input
  const { trimmed = [], tlsInstead = [] } = input
  const surroundings = {
    responses,
    trimmed,
    tlsInstead,
    ...(user !== undefined && { user }),
    ...(discovery && { discovery }),
    ...(input.secret && { secret: input.secret }),
  }
  const account = new AccountView(endpoints, new Date(startedAt), surroundings)
  const ran = checks.map((check) => run(check, account))
  const findings = ran.flatMap(({ result, drafts }) =>
    drafts.map((draft) => eased(worded(draft, textOf(result.id)), account)),
  )
  return { ...foldIntoRootCauses(findings, textOf), checks: ran.map(({ result }) => result) }
}
