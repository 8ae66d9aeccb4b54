import { type EndpointCheck, notApplicable, said, seen } from '../check.js'
import { doorsIn, listForSignIn, upgradeCapability } from '../derive/capabilities.js'
import { refusedAsEncrypted } from '../derive/starttls.js'

/**
 * The two sides disagree on whether the connection is encrypted: a proxy or relay does the TLS, and the server behind it
 * either offers STARTTLS once more or refuses it (RFC 9051 section 6.2.1).
 */
export const starttlsInsideTls: EndpointCheck = {
  id: 'starttls-inside-tls',
  scope: 'endpoint',
  judge(view) {
    const { protocol } = view.endpoint
    if (refusedAsEncrypted(view)) {
      return { evidence: [said(view.serverText ?? '', 'starttls')], certainty: 'likely', severity: 'blocker' }
    }
    const list = listForSignIn(view)
    if (list === undefined) return notApplicable
    const name = upgradeCapability(protocol)
    if (!list.includes(name)) return undefined
    return {
      evidence: [
        seen(
          `${name} is still announced inside TLS`,
          view.observed('capability-tls') ? 'capability-tls' : 'capability',
        ),
      ],
      certainty: 'certain',
      ...(doorsIn(list, protocol) === 'none' && { severity: 'blocker' as const }),
    }
  },
}
