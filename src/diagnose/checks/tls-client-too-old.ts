import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { versionName } from '../derive/tls.js'

/** The probe never sees the program that fails (T032, T036): it says which versions the server refused and which it took. */
export const tlsClientTooOld: EndpointCheck = {
  id: 'tls-client-too-old',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    const look = view.followUp('legacy-tls')
    if (tls === undefined || look === undefined) return notApplicable
    const refused =
      look.outcome === 'failed' && /^(protocol-version|handshake-failed)$/.test(look.failure?.cause ?? '')
    if (!refused) return undefined
    return {
      args: { version: versionName(tls.protocol) },
      evidence: [
        seen(`${versionName(tls.protocol)} works`, 'tls'),
        seen(`a handshake with TLS 1.0 or 1.1 was refused: ${look.failure?.message}`, 'tls'),
      ],
      // Seen of the server, guessed of the program: nearly every good server refuses these versions.
      certainty: 'possible',
    }
  },
}
