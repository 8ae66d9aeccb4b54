import { type EndpointCheck, notApplicable } from '../check.js'
import { silentForTls } from '../derive/tls.js'

/** No TLS was asked for, on a port that waits for TLS from the first byte (T025, T026). */
export const tlsPlaintextOnImplicitPort: EndpointCheck = {
  id: 'tls-plaintext-on-implicit-port',
  scope: 'endpoint',
  judge: (view) => (view.endpoint.security === 'none' ? silentForTls(view) : notApplicable),
}
