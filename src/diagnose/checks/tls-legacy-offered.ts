import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { isLegacy, versionName } from '../derive/tls.js'

/** Current TLS works, but TLS 1.0 or 1.1 is accepted too. */
export const tlsLegacyOffered: EndpointCheck = {
  id: 'tls-legacy-offered',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls === undefined) return notApplicable
    const look = view.followUp('legacy-tls')?.tls
    const old = [tls, look].find((facts) => facts !== undefined && isLegacy(facts))
    if (old === undefined) return undefined
    return {
      args: { version: versionName(old.protocol) },
      evidence: [seen(`a handshake with ${versionName(old.protocol)} was accepted`, 'tls')],
      certainty: 'certain',
    }
  },
}
