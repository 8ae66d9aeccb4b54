import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { shortName } from '../derive/certificate.js'
import { interceptorOf } from '../derive/certificate-interceptors.js'

/** The issuer is a product that opens connections on the way. Where this machine trusts it, mail works and it is only good to know. */
export const certIntercepted: EndpointCheck = {
  id: 'cert-intercepted',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls?.certificate === undefined) return notApplicable
    const product = interceptorOf(tls)
    if (product === undefined) return undefined
    return {
      args: { product, issuer: shortName(tls.certificate.issuer) },
      evidence: [seen(`the certificate was issued by ${tls.certificate.issuer}`, 'tls')],
      certainty: 'likely',
      ...(tls.problem === undefined && { severity: 'note' as const }),
    }
  },
}
