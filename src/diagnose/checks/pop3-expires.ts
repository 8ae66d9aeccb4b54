import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { numberOf } from '../derive/capabilities.js'

/** EXPIRE (RFC 2449 section 6.7): how long mail may stay on the server; 0 means not at all. */
export const pop3Expires: EndpointCheck = {
  id: 'pop3-expires',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.protocol !== 'pop3' || view.bestCapabilities === undefined) return notApplicable
    const days = numberOf(view, 'EXPIRE')
    if (days === undefined) return undefined
    return {
      args: { days },
      evidence: [seen(`the list of capabilities says EXPIRE ${days}`, 'capability')],
      certainty: 'certain',
      ...(days === 0 && { severity: 'degraded' as const }),
    }
  },
}
