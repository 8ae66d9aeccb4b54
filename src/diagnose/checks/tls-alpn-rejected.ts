import { type EndpointCheck, notApplicable, seen } from '../check.js'

/** TLS works without ALPN and fails with it: iOS sends it, most other programs do not (T126). */
export const tlsAlpnRejected: EndpointCheck = {
  id: 'tls-alpn-rejected',
  scope: 'endpoint',
  judge(view) {
    const look = view.followUp('with-alpn')
    if (look === undefined || view.probe.tls === undefined) return notApplicable
    if (look.outcome === 'observed') return undefined
    const alert = look.failure?.code?.includes('NO_APPLICATION_PROTOCOL') ?? false
    return {
      evidence: [
        seen('without ALPN the handshake works', 'tls'),
        seen(`with ALPN it fails: ${look.failure?.message}`, 'tls'),
      ],
      certainty: alert ? 'certain' : 'likely',
    }
  },
}
