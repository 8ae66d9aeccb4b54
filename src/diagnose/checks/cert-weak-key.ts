import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { keyBits } from '../derive/certificate.js'

const leastBits = 2048

/** RSA below 2048 bits: OpenSSL at security level 2, the default of Debian and Ubuntu, refuses it. */
export const certWeakKey: EndpointCheck = {
  id: 'cert-weak-key',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    const bits = keyBits(certificate)
    if (bits === undefined || bits >= leastBits) return undefined
    return {
      args: { bits },
      evidence: [seen(`the key of the certificate is ${certificate.key}`, 'tls')],
      certainty: 'certain',
    }
  },
}
