import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { numberOf } from '../derive/capabilities.js'

/** Shorter ones are met by every program's usual interval: Courier announces 10 seconds out of the box. */
const worthTellingFrom = 60

/** LOGIN-DELAY (RFC 2449 section 6.5): the least time between two sign-ins. */
export const pop3LoginDelay: EndpointCheck = {
  id: 'pop3-login-delay',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.protocol !== 'pop3' || view.bestCapabilities === undefined) return notApplicable
    const seconds = numberOf(view, 'LOGIN-DELAY')
    if (seconds === undefined || seconds < worthTellingFrom) return undefined
    const minutes = Math.ceil(seconds / 60)
    return {
      args: { seconds, minutes },
      evidence: [seen(`the list of capabilities says LOGIN-DELAY ${seconds}`, 'capability')],
      certainty: 'certain',
    }
  },
}
