import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { day, daysLeft, expired } from '../derive/certificate.js'

const soonDays = 14

/** Two weeks or less: automatic renewal should have happened by now. */
export const certExpiresSoon: EndpointCheck = {
  id: 'cert-expires-soon',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    const days = daysLeft(certificate, view.at)
    if (expired(certificate, view.at) || days >= soonDays) return undefined
    return {
      args: { days, validTo: day(certificate.validTo) },
      evidence: [seen(`the certificate is valid until ${day(certificate.validTo)}`, 'tls')],
      certainty: 'certain',
    }
  },
}
