import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { day, expired, sameNameElsewhere } from '../derive/certificate.js'

/** Expired here, while the web port of the same address already shows a newer one: a reload is missing, not a renewal (T051). */
export const certExpiredNotReloaded: EndpointCheck = {
  id: 'cert-expired-not-reloaded',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    const newer = sameNameElsewhere(view)
    if (newer === undefined || !expired(certificate, view.at)) return undefined
    return {
      args: { validTo: day(certificate.validTo), newValidTo: day(newer.validTo) },
      evidence: [
        seen(`the certificate on this port was valid until ${day(certificate.validTo)}`, 'tls'),
        seen(`the web server of the same address shows one that is valid until ${day(newer.validTo)}`),
      ],
      certainty: 'certain',
    }
  },
}
