import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The token, or the consent behind it, does not cover mail (T090, T092). */
export const authOauthScope: AccountCheck = {
  id: 'auth-oauth-scope',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'auth-oauth-scope', ({ serverText }) => ({ serverText })),
}
