import { type EndpointCheck, seen } from '../check.js'
import { tlsFailure, versionName } from '../derive/tls.js'

/** Today's handshake fails, and one with TLS 1.0 or 1.1 works (T033). */
export const tlsServerTooOld: EndpointCheck = {
  id: 'tls-server-too-old',
  scope: 'endpoint',
  judge(view) {
    if (tlsFailure(view) !== 'tls-server-too-old') return undefined
    const protocol = view.followUp('legacy-tls')?.tls?.protocol ?? 'TLSv1'
    return {
      args: { version: versionName(protocol) },
      evidence: [
        seen(`a current handshake fails: ${view.failed?.failure.message}`, 'tls'),
        seen(`with outdated settings allowed, the server chose ${versionName(protocol)}`, 'tls'),
      ],
      certainty: 'certain',
    }
  },
}
