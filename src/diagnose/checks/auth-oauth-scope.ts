import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { readToken } from '../derive/token.js'

/** The token, or the consent behind it, does not cover mail (T090, T092). */
export const authOauthScope: AccountCheck = {
  id: 'auth-oauth-scope',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-oauth-scope', ({ view, facts, serverText }) => {
      const { problem, detail, scope } = readToken(view, facts)
      return { serverText, problem, detail, scope }
    }),
}
