import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Something behind the sign-in is down: UNAVAILABLE, SYS/TEMP (RFC 5530, RFC 3206); the password was not judged. */
export const authBackendDown: AccountCheck = {
  id: 'auth-backend-down',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-backend-down', ({ serverText }) => ({ serverText })),
}
