import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** BAD instead of NO: a sign in the password breaks the command for this server (T124). */
export const authPasswordQuoting: AccountCheck = {
  id: 'auth-password-quoting',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-password-quoting', ({ serverText }) => ({ serverText })),
}
