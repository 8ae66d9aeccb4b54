import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { plainPasswordWays } from '../derive/capabilities.js'
import { announcesUpgrade, isThisMachine, upgradeWorks } from '../derive/starttls.js'

/**
 * Passwords are taken in clear. Where TLS is possible too, that is an allowance for old programs (RFC 8314 section 4.1);
 * where it is not, everybody's password can be read. Never tried out, only read from the list.
 */
export const cleartextLoginOffered: EndpointCheck = {
  id: 'cleartext-login-offered',
  scope: 'endpoint',
  judge(view) {
    const list = view.clearCapabilities
    if (list === undefined || view.failedAt('capability')) return notApplicable
    const ways = plainPasswordWays(list, view.endpoint.protocol)
    if (ways.length === 0) return undefined
    const tlsPossible = announcesUpgrade(view) === true || upgradeWorks(view)
    return {
      args: { ways },
      evidence: [seen(`offered in clear: ${ways.join(', ')}`, 'capability')],
      certainty: 'likely',
      ...(!tlsPossible && !isThisMachine(view) && { severity: 'exposure' as const }),
    }
  },
}
