import type { Endpoint, Evidence, FindingArgs, FindingCertainty, Severity } from '../model/index.js'
import type { AccountView, EndpointView } from './view.js'

/** What a check says when something is wrong: values and evidence, no sentences for people (those are in data/findings). */
export interface FindingDraft {
  /** Values for the placeholders of the finding's texts. */
  args?: FindingArgs
  evidence: Evidence[]
  certainty: FindingCertainty
  /** Set by the engine for endpoint checks; an account check sets it where one endpoint is meant. */
  endpoint?: Endpoint
  /** Only where this case is milder or graver than the finding's own severity. */
  severity?: Severity
}

/** Said by a check that found nothing to judge, as against one that looked and found all well. */
export const notApplicable = 'not-applicable'

/** Outcome of a check that does not report: it passed, or it did not apply. */
export type Quiet = undefined | typeof notApplicable

/** A check that looks at one endpoint at a time and sees nothing else. Its id is its file's name and its finding's id. */
export interface EndpointCheck {
  readonly id: string
  readonly scope: 'endpoint'
  judge(endpoint: EndpointView): FindingDraft | Quiet
}

/** A check that compares the endpoints of the account. */
export interface AccountCheck {
  readonly id: string
  readonly scope: 'account'
  judge(account: AccountView): FindingDraft[] | Quiet
}

/** Any check. */
export type Check = EndpointCheck | AccountCheck

/** Evidence in the program's own words. */
export function seen(text: string, phase?: Evidence['phase']): Evidence {
  return { text, from: 'probe', ...(phase && { phase }) }
}

/** Evidence in the server's own words. */
export function said(text: string, phase?: Evidence['phase']): Evidence {
  return { text, from: 'server', ...(phase && { phase }) }
}
