import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { forThisMachineAlone, namesHost, trustGap } from '../derive/certificate.js'

/**
 * Signed by nobody but itself. Who put it on the list of trusted ones (--ca-file) does not get this finding. It is the root
 * of a wrong name as well, since names that nobody vouches for prove nothing; only a program that made it for its own
 * machine is all right as long as it is asked under that name (T048).
 */
export const certSelfSigned: EndpointCheck = {
  id: 'cert-self-signed',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    if (trustGap(view) !== 'self-signed') return undefined
    return {
      args: { fingerprint: certificate.fingerprint256 },
      evidence: [
        seen(`issuer and subject are the same: ${certificate.subject}`, 'tls'),
        seen(`its SHA-256 fingerprint is ${certificate.fingerprint256}`, 'tls'),
      ],
      certainty: 'certain',
      ...(forThisMachineAlone(certificate) &&
        !namesHost(certificate, view.endpoint.host) && { severity: 'degraded' as const }),
    }
  },
}
