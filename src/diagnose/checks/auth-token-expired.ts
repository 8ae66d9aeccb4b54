import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { readToken } from '../derive/token.js'

/** The token is of the right kind and no longer good: a fresh one is all it takes. */
export const authTokenExpired: AccountCheck = {
  id: 'auth-token-expired',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-token-expired', ({ view, facts, serverText }) => {
      const { problem, detail } = readToken(view, facts)
      return { serverText, problem, detail }
    }),
}
