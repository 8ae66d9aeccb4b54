import { type EndpointCheck, notApplicable } from '../check.js'
import { knownFrom } from '../derive/login.js'
import { providerOf } from '../derive/provider.js'

/** Gmail shows a message to one POP3 program only, deleted or not (ticket class of the same name). */
export const pop3GmailHidesFetched: EndpointCheck = {
  id: 'pop3-gmail-hides-fetched',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.protocol !== 'pop3' || !view.observed('greeting')) return notApplicable
    const provider = providerOf(view)
    if (provider?.facts.id !== 'gmail') return undefined
    return { evidence: [knownFrom(provider)], certainty: 'likely' }
  },
}
