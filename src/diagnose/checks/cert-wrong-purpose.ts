import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { wrongPurpose } from '../derive/certificate.js'

/** The certificate, or one above it, was not made for servers: its extended key usage leaves them out. */
export const certWrongPurpose: EndpointCheck = {
  id: 'cert-wrong-purpose',
  scope: 'endpoint',
  judge(view) {
    const { certificate, certificateProblem } = view
    if (certificate === undefined) return notApplicable
    if (certificateProblem !== wrongPurpose) return undefined
    return {
      args: { subject: certificate.subject },
      evidence: [
        seen(`verification ended with ${wrongPurpose}: the certificate is not meant for servers`, 'tls'),
      ],
      certainty: 'certain',
    }
  },
}
