import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Signed in, and the mailbox stays shut until the program introduces itself with ID (T099). */
export const authClientIdRequired: AccountCheck = {
  id: 'auth-client-id-required',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-client-id-required', ({ serverText }) => ({ serverText })),
}
