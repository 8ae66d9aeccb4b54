import { type AccountCheck, type FindingDraft, notApplicable } from '../check.js'
import { contradictionsIn } from '../derive/capabilities-contradictions.js'
import { refusalsIn } from '../derive/login.js'

/** What the server says that it can do is not true, misspelt, or said otherwise a moment later (T071, T073). */
export const capabilityLies: AccountCheck = {
  id: 'capability-lies',
  scope: 'account',
  judge(account) {
    if (account.endpoints.every(({ probe }) => probe.capabilities === undefined)) return notApplicable
    const inLists = account.endpoints.flatMap((view): FindingDraft[] => {
      const { evidence, grave } = contradictionsIn(view)
      if (evidence.length === 0) return []
      const severity = grave ? { severity: 'degraded' as const } : {}
      return [{ endpoint: view.endpoint, evidence, certainty: 'certain', ...severity }]
    })
    const inSignIn = refusalsIn(account)
      .filter(({ finding }) => finding === 'capability-lies')
      .map(
        ({ view, evidence, certainty }): FindingDraft => ({
          endpoint: view.endpoint,
          evidence,
          certainty,
          severity: 'blocker',
        }),
      )
    const drafts = [...inSignIn, ...inLists]
    return drafts.length === 0 ? undefined : drafts
  },
}
