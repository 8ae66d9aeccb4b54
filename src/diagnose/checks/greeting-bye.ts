import { type AccountCheck, type FindingDraft, notApplicable, said, seen } from '../check.js'
import { refusedInGreeting } from '../derive/greeting.js'
import type { EndpointView } from '../view.js'

/** What a port refused with, also one that closes without a word while another of its host says why (both seen at Dovecot). */
function refusalOf(view: EndpointView, refused: readonly EndpointView[]): EndpointView | undefined {
  if (refused.includes(view)) return view
  if (!view.failedAt('greeting', 'closed', 'reset') || view.probe.tls === undefined) return undefined
  return refused.find(({ endpoint }) => endpoint.host === view.endpoint.host)
}

/** Refused in the greeting itself: BYE (RFC 9051 section 7.1.5), or -ERR in POP3. */
export const greetingBye: AccountCheck = {
  id: 'greeting-bye',
  scope: 'account',
  judge(account) {
    const { endpoints } = account
    if (endpoints.every(({ probe }) => probe.greeting === undefined)) return notApplicable
    const refused = refusedInGreeting(account)
    const drafts = endpoints.flatMap((view): FindingDraft[] => {
      const speaker = refusalOf(view, refused)
      if (speaker === undefined) return []
      const words = speaker.serverText ?? speaker.probe.greeting?.text ?? ''
      return [
        {
          endpoint: view.endpoint,
          args: { serverText: words === '' ? 'nothing else' : words },
          evidence: [
            ...(speaker === view
              ? []
              : [seen('closed without a greeting; another port says why', 'greeting')]),
            words === ''
              ? seen('the greeting refuses without a reason', 'greeting')
              : said(words, 'greeting'),
          ],
          certainty: speaker === view ? 'certain' : 'likely',
        },
      ]
    })
    return drafts.length === 0 ? undefined : drafts
  },
}
