import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { abortsUpgrade } from '../derive/tls.js'

/** Bytes in clear text around STARTTLS that nobody asked for: how an answer is slipped in as if TLS protected it. */
export const starttlsInjection: EndpointCheck = {
  id: 'starttls-injection',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.security === 'tls') return notApplicable
    const { failed } = view
    if (failed?.failure.cause !== 'injected-data' || abortsUpgrade(view)) return undefined
    return { evidence: [seen(failed.failure.message, failed.name)], certainty: 'certain' }
  },
}
