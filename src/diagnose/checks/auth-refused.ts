import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { likelyReasons } from '../derive/login-hints.js'

/**
 * Refused, and the server does not say why: on purpose, so that nobody can find out which names exist (RFC 5530 section 3).
 * What is likely here is ranked; a wrong password is never claimed.
 */
export const authRefused: AccountCheck = {
  id: 'auth-refused',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-refused', ({ view, facts, serverText }) => {
      const { likely, reasons } = likelyReasons(view, facts)
      return { serverText, likely, reasons }
    }),
}
