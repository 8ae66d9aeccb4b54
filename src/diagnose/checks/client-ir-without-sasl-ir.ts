import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { listForSignIn } from '../derive/capabilities.js'

/** AUTHENTICATE works in two steps only: without SASL-IR (RFC 4959) a program that answers at once is refused (T123). */
export const clientIrWithoutSaslIr: EndpointCheck = {
  id: 'client-ir-without-sasl-ir',
  scope: 'endpoint',
  judge(view) {
    const list = listForSignIn(view)
    if (view.endpoint.protocol !== 'imap' || list === undefined) return notApplicable
    // A list for which IMAP4rev2 stands contains it (RFC 9051 Appendix E).
    if (!list.includes('AUTH=PLAIN') || list.includes('SASL-IR') || list.includes('IMAP4REV2'))
      return undefined
    return { evidence: [seen('AUTH=PLAIN is listed, SASL-IR is not', 'capability')], certainty: 'certain' }
  },
}
