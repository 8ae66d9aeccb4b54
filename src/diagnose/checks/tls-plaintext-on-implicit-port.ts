import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { expectsTls } from '../derive/tls.js'

/** No TLS was asked for, on a port that waits for TLS from the first byte (T025, T026). */
export const tlsPlaintextOnImplicitPort: EndpointCheck = {
  id: 'tls-plaintext-on-implicit-port',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.security !== 'none') return notApplicable
    const known = expectsTls(view)
    if (known === undefined) return undefined
    return {
      evidence: [
        seen('the server said nothing in clear text', 'greeting'),
        known === 'seen'
          ? seen('a TLS handshake on the same port works at once', 'tls')
          : seen('the port number is that of TLS from the first byte'),
      ],
      certainty: known === 'seen' ? 'certain' : 'likely',
    }
  },
}
