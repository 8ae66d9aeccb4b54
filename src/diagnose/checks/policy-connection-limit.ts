import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Too many sessions are open; code and words differ by server and version (T105, T106, T109). */
export const policyConnectionLimit: AccountCheck = {
  id: 'policy-connection-limit',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'policy-connection-limit', ({ serverText }) => ({ serverText })),
}
