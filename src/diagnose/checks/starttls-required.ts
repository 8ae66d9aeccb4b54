import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { mechanismsIn, plainPasswordWays } from '../derive/capabilities.js'
import { announcesUpgrade, upgradeWorks } from '../derive/starttls.js'

/**
 * Passwords only after STARTTLS: what RFC 8314 section 4.1 wants, so a note; but whoever insists on no encryption gets no
 * mail. Other mechanisms may be listed beside LOGINDISABLED (Dovecot: AUTH=CRAM-MD5).
 */
export const starttlsRequired: EndpointCheck = {
  id: 'starttls-required',
  scope: 'endpoint',
  judge(view) {
    const { protocol, security } = view.endpoint
    const list = view.clearCapabilities
    if (list === undefined || announcesUpgrade(view) === undefined) return notApplicable
    const closed = plainPasswordWays(list, protocol).length === 0
    if (!closed || !(announcesUpgrade(view) || upgradeWorks(view))) return undefined
    const others = mechanismsIn(list, protocol)
    const inClear = protocol === 'imap' ? 'LOGINDISABLED' : 'no USER and no SASL PLAIN'
    const besides = others.length === 0 ? '' : `; besides ${others.join(', ')}`
    const insists = security === 'none' && view.probe.asked !== 'standard'
    return {
      evidence: [seen(`in clear: ${inClear}${besides}`, 'capability')],
      certainty: 'certain',
      ...(insists && { severity: 'blocker' as const }),
    }
  },
}
