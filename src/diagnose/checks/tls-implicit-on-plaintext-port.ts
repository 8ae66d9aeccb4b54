import { type EndpointCheck, notApplicable, said, seen } from '../check.js'
import { greetsInClear, tlsFailure } from '../derive/tls.js'

/** TLS was begun at once, and the port greets in clear (T021, T024). */
export const tlsImplicitOnPlaintextPort: EndpointCheck = {
  id: 'tls-implicit-on-plaintext-port',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.security !== 'tls') return notApplicable
    if (tlsFailure(view) !== 'tls-implicit-on-plaintext-port') return undefined
    const look = view.followUp('plaintext-look')
    const offers = look?.capabilities?.some((name) => name.toUpperCase() === view.upgradeCommand)
    return {
      evidence: [
        seen('the answer to the TLS handshake was not TLS', 'tls'),
        ...(look?.greeting ? [said(look.greeting.text, 'greeting')] : []),
        ...(offers ? [seen(`in clear the server offers ${view.upgradeCommand}`, 'capability')] : []),
      ],
      certainty: greetsInClear(view) ? 'certain' : 'likely',
    }
  },
}
