import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { providerArgs } from '../derive/login-hints.js'

/** The provider first wants a sign-in in the web browser (T082). */
export const authWebLoginRequired: AccountCheck = {
  id: 'auth-web-login-required',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-web-login-required', ({ facts, serverText }) => {
      const { provider, appPassword } = providerArgs(facts)
      return { provider, appPassword, serverText }
    }),
}
