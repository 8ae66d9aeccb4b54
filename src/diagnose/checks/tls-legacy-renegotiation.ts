import { type EndpointCheck, seen } from '../check.js'
import { tlsFailure } from '../derive/tls.js'

/** The server does not know secure renegotiation (RFC 5746), and OpenSSL 3 refuses to talk to it. */
export const tlsLegacyRenegotiation: EndpointCheck = {
  id: 'tls-legacy-renegotiation',
  scope: 'endpoint',
  judge(view) {
    if (tlsFailure(view) !== 'tls-legacy-renegotiation') return undefined
    return {
      evidence: [seen(`the handshake fails: ${view.failed?.failure.message}`, 'tls')],
      certainty: 'certain',
    }
  },
}
