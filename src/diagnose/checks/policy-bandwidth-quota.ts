import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** OVERQUOTA about the account's traffic, not about the size of its mailbox (T112). */
export const policyBandwidthQuota: AccountCheck = {
  id: 'policy-bandwidth-quota',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'policy-bandwidth-quota', ({ serverText }) => ({ serverText })),
}
