import type { RefusalPhraseId } from '../../model/index.js'
import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { phrase } from '../derive/phrases.js'
import { readToken, type TokenProblem } from '../derive/token.js'

/** Where it is not consent that is missing. */
const remedies: Partial<Record<TokenProblem, RefusalPhraseId>> = {
  'app-only': 'register-program',
  'id-token': 'send-access-token',
}

/** The token, or the consent behind it, does not cover mail (T090, T092). */
export const authOauthScope: AccountCheck = {
  id: 'auth-oauth-scope',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-oauth-scope', ({ view, facts, serverText }) => {
      const { problem, detail, scope } = readToken(view, facts)
      return { serverText, problem, detail, scope, remedy: phrase(view, remedies[problem] ?? 'give-consent') }
    }),
}
