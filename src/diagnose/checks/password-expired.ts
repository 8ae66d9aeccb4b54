import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The password has run out: EXPIRED (RFC 5530). */
export const passwordExpired: AccountCheck = {
  id: 'password-expired',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'password-expired', ({ serverText }) => ({ serverText })),
}
