import { type AccountCheck, seen } from '../check.js'
import { upgradeBreakage } from '../derive/starttls.js'
import { dropCause, tlsFailure } from '../derive/tls.js'
import type { AccountView, EndpointView } from '../view.js'

function untold(view: EndpointView, account: AccountView): boolean {
  // starttls-broken says it where an announced STARTTLS breaks off.
  const told = tlsFailure(view) ?? dropCause(view, account) ?? upgradeBreakage(view, account)
  return told === undefined
}

/** TLS did not come up, and what was seen does not tell why. */
export const tlsHandshakeFailed: AccountCheck = {
  id: 'tls-handshake-failed',
  scope: 'account',
  judge(account) {
    return account.endpoints
      .filter((view) => view.failedAt('tls') && !view.failedAt('tls', 'cancelled', 'internal'))
      .filter((view) => untold(view, account))
      .map((view) => ({
        endpoint: view.endpoint,
        args: { problem: view.failed?.failure.message ?? '' },
        evidence: [
          seen(view.failed?.failure.message ?? '', 'tls'),
          ...(view.failed?.failure.code ? [seen(`error code ${view.failed.failure.code}`, 'tls')] : []),
        ],
        certainty: 'likely',
      }))
  },
}
