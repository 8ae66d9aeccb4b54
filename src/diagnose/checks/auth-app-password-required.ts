import type { ServerResponses } from '../../model/index.js'
import type { AccountCheck, FindingDraft } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { hintBeforeSignIn, providerArgs } from '../derive/login-hints.js'

const id = 'auth-app-password-required'

function argsOf(facts: ServerResponses | undefined) {
  const { provider, appPassword } = providerArgs(facts)
  return { provider, appPassword }
}

/**
 * The provider takes an app password and not the account's own: said by the server (T077, T081), or the usual meaning of
 * its bare refusal (T076, T079); before anybody signs in, a note.
 */
export const authAppPasswordRequired: AccountCheck = {
  id,
  scope: 'account',
  judge(account) {
    const hints: FindingDraft[] = hintBeforeSignIn(account, id, argsOf)
    return hints.length > 0 ? hints : judgeRefusals(account, id, ({ facts }) => argsOf(facts))
  },
}
