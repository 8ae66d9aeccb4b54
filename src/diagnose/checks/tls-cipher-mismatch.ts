import { type EndpointCheck, seen } from '../check.js'
import { isOutdatedSuite, knowsOnlyDhe, tlsFailure } from '../derive/tls.js'

/**
 * The server's cipher suites are ones that current programs no longer offer: this probe had to widen its list, took a
 * suite that Python 3.10 and later, among others, leave out (T034), or found no exchange but Diffie-Hellman in a finite
 * field, which Firefox, Thunderbird and Go do not know (T038).
 */
export const tlsCipherMismatch: EndpointCheck = {
  id: 'tls-cipher-mismatch',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls !== undefined && isOutdatedSuite(tls)) {
      const evidence = [seen(`the server chose ${tls.cipher} from a current list`, 'tls')]
      return { args: { cipher: tls.cipher }, evidence, certainty: 'likely', severity: 'degraded' }
    }
    if (tls !== undefined && knowsOnlyDhe(view)) {
      const refusal = view.followUp('without-dhe')?.failure?.message
      const evidence = [
        seen(`the server chose ${tls.cipher}`, 'tls'),
        seen(`without Diffie-Hellman in a finite field (DHE) nothing was agreed: ${refusal}`, 'tls'),
      ]
      return { args: { cipher: tls.cipher }, evidence, certainty: 'certain', severity: 'degraded' }
    }
    if (tlsFailure(view) !== 'tls-cipher-mismatch') return undefined
    const cipher = view.followUp('legacy-tls')?.tls?.cipher
    return {
      args: { cipher: cipher ?? 'nothing' },
      evidence: [
        seen(`a current handshake fails: ${view.failed?.failure.message}`, 'tls'),
        seen(
          cipher === undefined
            ? 'with outdated settings allowed, the server refused as well'
            : `with outdated cipher suites allowed, the server chose ${cipher}`,
          'tls',
        ),
      ],
      certainty: cipher === undefined ? 'possible' : 'certain',
    }
  },
}
