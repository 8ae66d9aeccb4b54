import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { day, expired, sameNameElsewhere } from '../derive/certificate.js'

/** Expired, and nothing shows a newer certificate: else it is cert-expired-not-reloaded. */
export const certExpired: EndpointCheck = {
  id: 'cert-expired',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    if (!expired(certificate, view.at) || sameNameElsewhere(view) !== undefined) return undefined
    return {
      args: { validTo: day(certificate.validTo) },
      evidence: [seen(`the certificate was valid until ${day(certificate.validTo)}`, 'tls')],
      certainty: 'certain',
    }
  },
}
