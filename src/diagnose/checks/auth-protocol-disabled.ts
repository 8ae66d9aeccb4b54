import type { ServerResponses } from '../../model/index.js'
import type { AccountCheck, FindingDraft } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { hintBeforeSignIn, providerArgs } from '../derive/login-hints.js'

const id = 'auth-protocol-disabled'

function argsOf(facts: ServerResponses | undefined) {
  const { provider, protocolSwitch } = providerArgs(facts)
  return { provider, protocolSwitch }
}

/**
 * The protocol is switched off for this mailbox: said by the server, also behind an OK to the sign-in (T085); the usual
 * meaning of a bare refusal at some providers (T083); or the other protocol took the same password (T086).
 */
export const authProtocolDisabled: AccountCheck = {
  id,
  scope: 'account',
  judge(account) {
    const hints: FindingDraft[] = hintBeforeSignIn(account, id, argsOf)
    return hints.length > 0 ? hints : judgeRefusals(account, id, ({ facts }) => argsOf(facts))
  },
}
