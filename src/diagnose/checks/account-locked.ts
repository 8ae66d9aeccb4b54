import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The account itself is locked or suspended: CONTACTADMIN (RFC 5530). */
export const accountLocked: AccountCheck = {
  id: 'account-locked',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'account-locked', ({ serverText }) => ({ serverText })),
}
