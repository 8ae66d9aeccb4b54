import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { announcesUpgrade, strippedBy, upgradeWorks, verifiedElsewhere } from '../derive/starttls.js'
import type { AccountView, EndpointView } from '../view.js'

function judgeOne(view: EndpointView, account: AccountView): FindingDraft[] {
  if (announcesUpgrade(view) !== false) return []
  const sign = strippedBy(view)
  const { endpoint } = view
  if (sign !== undefined) {
    return [{ endpoint, evidence: [seen(sign, 'capability')], certainty: 'likely' }]
  }
  // One that works although it is not announced is the server's own slip far more often (starttls-not-advertised).
  const other = upgradeWorks(view) ? undefined : verifiedElsewhere(view, account)
  if (other === undefined) return []
  const text = `port ${other.endpoint.port} of the same host speaks TLS with a verified certificate`
  return [{ endpoint, evidence: [seen(text, 'tls')], certainty: 'possible' }]
}

/** The announcement of STARTTLS may have been taken out on the way, to keep people in clear text. */
export const starttlsStripped: AccountCheck = {
  id: 'starttls-stripped',
  scope: 'account',
  judge(account) {
    if (account.endpoints.every((view) => announcesUpgrade(view) === undefined)) return notApplicable
    const drafts = account.endpoints.flatMap((view) => judgeOne(view, account))
    return drafts.length === 0 ? undefined : drafts
  },
}
