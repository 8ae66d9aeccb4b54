import { type AccountCheck, seen } from '../check.js'
import { dropCause } from '../derive/tls.js'

/** TLS is dropped before the server says a word in it, while clear text greets: certificate, key or DH file cannot be read (T042). */
export const tlsServerContextBroken: AccountCheck = {
  id: 'tls-server-context-broken',
  scope: 'account',
  judge(account) {
    return account.endpoints
      .filter((view) => dropCause(view, account) === 'tls-server-context-broken')
      .map((view) => ({
        endpoint: view.endpoint,
        evidence: [
          seen(`the connection was taken, and TLS ended at once: ${view.failed?.failure.message}`, 'tls'),
          seen('in clear text the same server greets', 'greeting'),
        ],
        certainty: 'likely',
      }))
  },
}
