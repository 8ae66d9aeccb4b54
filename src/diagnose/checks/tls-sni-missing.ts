import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { namesHost, shortName } from '../derive/certificate.js'

/** Who sends no server name is shown another certificate, or none: a fault of old programs, not of this server (T118). */
export const tlsSniMissing: EndpointCheck = {
  id: 'tls-sni-missing',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    const look = view.followUp('without-sni')
    // Only where the right certificate was shown to those who ask for it: else the certificate itself is the finding.
    if (look === undefined || certificate === undefined || !namesHost(certificate, view.endpoint.host)) {
      return notApplicable
    }
    const other = look.tls?.certificate
    if (look.outcome === 'observed' && (other === undefined || namesHost(other, view.endpoint.host)))
      return undefined
    const instead =
      other === undefined
        ? 'no certificate'
        : `a certificate for ${other.names[0] ?? shortName(other.subject)}`
    return {
      args: { instead },
      evidence: [
        seen(`asked for ${view.endpoint.host}, the server shows the right certificate`, 'tls'),
        seen(`asked for no name, it shows ${instead}`, 'tls'),
      ],
      certainty: 'certain',
    }
  },
}
