import { type EndpointCheck, notApplicable, said, seen } from '../check.js'
import { announcesUpgrade, isThisMachine, strippedBy, upgradeWorks } from '../derive/starttls.js'

/** A plaintext port where TLS is neither announced nor possible: RFC 9051 section 11.2 demands it. */
export const starttlsNotOffered: EndpointCheck = {
  id: 'starttls-not-offered',
  scope: 'endpoint',
  judge(view) {
    const announced = announcesUpgrade(view)
    const tried = view.failedAt('starttls', 'refused-by-server')
    if (announced === undefined && !(tried && view.endpoint.security === 'starttls')) return notApplicable
    if (announced === true || upgradeWorks(view) || strippedBy(view) !== undefined) return undefined
    return {
      evidence: [
        seen(`the list of capabilities has no ${view.upgradeCommand}`, 'capability'),
        ...(tried && view.serverText !== undefined ? [said(view.serverText, 'starttls')] : []),
      ],
      certainty: 'certain',
      ...(isThisMachine(view) && { severity: 'note' as const }),
    }
  },
}
