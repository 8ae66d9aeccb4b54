import { type EndpointCheck, seen } from '../check.js'
import { tlsFailure } from '../derive/tls.js'

/** The server lets nobody in who does not show a certificate of his own; with TLS 1.3 it says so only after the handshake. */
export const clientCertificateRequired: EndpointCheck = {
  id: 'client-certificate-required',
  scope: 'endpoint',
  judge(view) {
    if (tlsFailure(view) !== 'client-certificate-required') return undefined
    return {
      evidence: [seen(`the server ended TLS: ${view.failed?.failure.message}`, view.failed?.name)],
      certainty: 'certain',
    }
  },
}
