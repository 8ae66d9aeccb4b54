import { type EndpointCheck, notApplicable, said } from '../check.js'
import { isThisMachine } from '../derive/starttls.js'

/** PREAUTH in clear: STARTTLS is no longer allowed then (RFC 9051 section 7.1.4), which keeps a client in clear text. */
export const preauthCleartext: EndpointCheck = {
  id: 'preauth-cleartext',
  scope: 'endpoint',
  judge(view) {
    const { greeting } = view.probe
    if (view.endpoint.protocol !== 'imap' || greeting === undefined) return notApplicable
    if (greeting.status !== 'preauth' || greeting.insideTls) return undefined
    return {
      evidence: [said(`PREAUTH ${greeting.text}`, 'greeting')],
      certainty: 'certain',
      // Local relays do this on purpose, and nobody sits in between.
      ...(isThisMachine(view) && { severity: 'note' as const }),
    }
  },
}
