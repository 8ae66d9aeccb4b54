import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Signed in too often for this provider (T110, T111). */
export const policyLoginRate: AccountCheck = {
  id: 'policy-login-rate',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'policy-login-rate', ({ serverText }) => ({ serverText })),
}
