import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { shortName, trustGap } from '../derive/certificate.js'
import { interceptorOf } from '../derive/certificate-interceptors.js'

/** There is a chain, but it leads to nobody whom this machine trusts, and to no known interceptor. */
export const certUntrustedIssuer: EndpointCheck = {
  id: 'cert-untrusted-issuer',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls?.certificate === undefined) return notApplicable
    if (trustGap(view) !== 'untrusted' || interceptorOf(tls) !== undefined) return undefined
    const issuer = (tls.chain.at(-1) ?? tls.certificate).issuer
    return {
      args: { issuer: shortName(issuer) },
      evidence: [
        seen(
          `the server sent ${tls.chain.length} certificate(s); the last one was issued by ${issuer}`,
          'tls',
        ),
        seen(`verification ended with ${tls.problem?.code}: ${tls.problem?.message}`, 'tls'),
      ],
      certainty: 'certain',
    }
  },
}
