import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { expectsTls } from '../derive/tls.js'

/** STARTTLS was asked for on a port that waits for TLS from the first byte: silence, as a hanging server would show (T028, T031). */
export const starttlsOnImplicitPort: EndpointCheck = {
  id: 'starttls-on-implicit-port',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.security !== 'starttls') return notApplicable
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
