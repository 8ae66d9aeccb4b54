import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The server reads letters beyond ASCII in the password differently (T096). */
export const authPasswordEncoding: AccountCheck = {
  id: 'auth-password-encoding',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-password-encoding', ({ serverText }) => ({ serverText })),
}
