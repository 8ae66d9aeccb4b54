import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { shortName, trustGap } from '../derive/certificate.js'
import { interceptorOf } from '../derive/certificate-interceptors.js'

/** Its own certificate alone, signed by somebody who is not in the list of trusted ones (T054). A private authority that signs servers directly looks the same. */
export const certChainIncomplete: EndpointCheck = {
  id: 'cert-chain-incomplete',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls?.certificate === undefined) return notApplicable
    if (trustGap(view) !== 'chain-incomplete' || interceptorOf(tls) !== undefined) return undefined
    const { issuer } = tls.certificate
    return {
      args: { issuer: shortName(issuer) },
      evidence: [
        seen('the server sent one certificate, its own', 'tls'),
        seen(`it was issued by ${issuer}, which is not trusted here and was not sent along`, 'tls'),
      ],
      certainty: 'likely',
    }
  },
}
