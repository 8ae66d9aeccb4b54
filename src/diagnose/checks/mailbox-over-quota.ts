import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { judgeRefusals, triedToSignIn } from '../derive/login.js'
import type { EndpointView } from '../view.js'

/** From here on people should make room before mail is sent back. */
const nearlyFull = 90

function fullIn(view: EndpointView): FindingDraft[] {
  const quota = view.probe.session?.quota
  if (quota === undefined || quota.limitBytes <= 0) return []
  const percent = Math.floor((100 * quota.usedBytes) / quota.limitBytes)
  if (percent < nearlyFull) return []
  return [
    {
      endpoint: view.endpoint,
      evidence: [seen(`${percent} % of the mailbox's space is used`, 'session')],
      certainty: 'certain',
      severity: percent < 100 ? 'note' : 'degraded',
    },
  ]
}

/** No space left, by the server's words or by its quota (RFC 9208); nearly none is a note. */
export const mailboxOverQuota: AccountCheck = {
  id: 'mailbox-over-quota',
  scope: 'account',
  judge(account) {
    if (!triedToSignIn(account)) return notApplicable
    const refused = judgeRefusals(account, 'mailbox-over-quota', () => ({}))
    const drafts = [...(Array.isArray(refused) ? refused : []), ...account.endpoints.flatMap(fullIn)]
    return drafts.length === 0 ? undefined : drafts
  },
}
