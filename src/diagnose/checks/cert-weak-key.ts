import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { keyBits, leastKeyBits, refusedForWeakKey } from '../derive/certificate.js'

/** RSA below 2048 bits: OpenSSL at security level 2, the default of Debian and Ubuntu, refuses it. */
export const certWeakKey: EndpointCheck = {
  id: 'cert-weak-key',
  scope: 'endpoint',
  judge(view) {
    const { certificate } = view
    if (certificate === undefined) return notApplicable
    const bits = keyBits(certificate)
    if (bits === undefined || bits >= leastKeyBits) return undefined
    return {
      args: { bits },
      evidence: [seen(`the key of the certificate is ${certificate.key}`, 'tls')],
      certainty: 'certain',
      // Where this OpenSSL refuses it already, mail programs built on it cannot get mail.
      ...(refusedForWeakKey(view) && { severity: 'blocker' as const }),
    }
  },
}
