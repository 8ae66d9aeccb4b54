import { type AccountCheck, said, seen } from '../check.js'
import { dropCause } from '../derive/tls.js'

/** Taken and dropped without a word, in clear text and with TLS alike: nothing stands behind the port (T065). */
export const greetingClosedBackendDown: AccountCheck = {
  id: 'greeting-closed-backend-down',
  scope: 'account',
  judge(account) {
    return account.endpoints
      .filter((view) => dropCause(view, account) === 'greeting-closed-backend-down')
      .map((view) => ({
        endpoint: view.endpoint,
        evidence: [
          seen(`the connection was taken and ended: ${view.failed?.failure.message}`, view.failed?.name),
          seen('clear text and TLS end in the same way'),
          ...(view.serverText ? [said(view.serverText, 'greeting')] : []),
        ],
        certainty: 'likely',
      }))
  },
}
