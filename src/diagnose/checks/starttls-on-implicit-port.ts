import { type EndpointCheck, notApplicable } from '../check.js'
import { silentForTls } from '../derive/tls.js'

/** STARTTLS was asked for on a port that waits for TLS from the first byte (T028, T031). */
export const starttlsOnImplicitPort: EndpointCheck = {
  id: 'starttls-on-implicit-port',
  scope: 'endpoint',
  judge: (view) => (view.endpoint.security === 'starttls' ? silentForTls(view) : notApplicable),
}
