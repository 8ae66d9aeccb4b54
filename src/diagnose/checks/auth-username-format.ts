import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The user name is expected in another form (T094, T095); named only on evidence. */
export const authUsernameFormat: AccountCheck = {
  id: 'auth-username-format',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-username-format', ({ serverText }) => ({ serverText })),
}
