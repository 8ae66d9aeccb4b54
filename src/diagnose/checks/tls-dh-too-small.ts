import { type EndpointCheck, seen } from '../check.js'
import { dhBits, leastDhBits, tlsFailure } from '../derive/tls.js'

/** Diffie-Hellman below 2048 bits: this probe may take it, many programs answer "dh key too small" (T039). */
export const tlsDhTooSmall: EndpointCheck = {
  id: 'tls-dh-too-small',
  scope: 'endpoint',
  judge(view) {
    if (tlsFailure(view) === 'tls-dh-too-small') {
      const evidence = [seen(`the handshake fails: ${view.failed?.failure.message}`, 'tls')]
      return { args: { bits: 'fewer than 1024' }, evidence, certainty: 'certain', severity: 'blocker' }
    }
    const { tls } = view.probe
    const bits = tls === undefined ? undefined : dhBits(tls)
    if (bits === undefined || bits >= leastDhBits) return undefined
    return {
      args: { bits },
      evidence: [seen(`the key exchange used Diffie-Hellman with ${bits} bits`, 'tls')],
      certainty: 'certain',
    }
  },
}
