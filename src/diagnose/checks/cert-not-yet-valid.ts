import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { day, notYetValid } from '../derive/certificate.js'

/** The certificate begins in the future: made with a wrong clock, or looked at by one. */
export const certNotYetValid: EndpointCheck = {
  id: 'cert-not-yet-valid',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    if (!notYetValid(certificate, view.at)) return undefined
    return {
      args: { validFrom: day(certificate.validFrom), clock: view.at.toISOString() },
      evidence: [
        seen(`the certificate is valid from ${day(certificate.validFrom)} on`, 'tls'),
        seen(`the clock of this machine says ${view.at.toISOString()}`),
      ],
      certainty: 'certain',
    }
  },
}
