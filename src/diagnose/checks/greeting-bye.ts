import { type AccountCheck, type FindingDraft, notApplicable, said, seen } from '../check.js'
import { dropCause } from '../derive/tls.js'

/** Refused in the greeting itself: BYE (RFC 9051 section 7.1.5), or -ERR in POP3. */
export const greetingBye: AccountCheck = {
  id: 'greeting-bye',
  scope: 'account',
  judge(account) {
    const greeted = account.endpoints.filter(({ probe }) => probe.greeting !== undefined)
    if (greeted.length === 0) return notApplicable
    // Exchange says its goodbye this way when a component is switched off: greeting-closed-backend-down tells it.
    const refused = greeted.filter((view) => view.failedAt('greeting', 'bye') && !dropCause(view, account))
    const drafts = refused.map(({ endpoint, serverText, probe }): FindingDraft => {
      const words = serverText ?? probe.greeting?.text ?? ''
      return {
        endpoint,
        args: { serverText: words === '' ? 'nothing else' : words },
        evidence: [
          words === '' ? seen('the greeting refuses without a reason', 'greeting') : said(words, 'greeting'),
        ],
        certainty: 'certain',
      }
    })
    return drafts.length === 0 ? undefined : drafts
  },
}
