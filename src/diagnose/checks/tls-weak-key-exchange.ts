import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { usesRsaKeyExchange } from '../derive/tls.js'

/** RSA key exchange has no forward secrecy, and newer programs refuse it. */
export const tlsWeakKeyExchange: EndpointCheck = {
  id: 'tls-weak-key-exchange',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls === undefined) return notApplicable
    if (!usesRsaKeyExchange(tls)) return undefined
    return {
      args: { cipher: tls.cipher },
      evidence: [seen(`the server chose ${tls.cipher} from a current list`, 'tls')],
      certainty: 'certain',
    }
  },
}
