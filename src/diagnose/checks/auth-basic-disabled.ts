import type { ServerResponses } from '../../model/index.js'
import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { doorsIn, listForSignIn } from '../derive/capabilities.js'
import { judgeRefusals, triedToSignIn } from '../derive/login.js'
import { hintBeforeSignIn, providerArgs } from '../derive/login-hints.js'
import { providerOf } from '../derive/provider.js'
import type { AccountView } from '../view.js'

const id = 'auth-basic-disabled'

function argsOf(facts: ServerResponses | undefined) {
  const { provider } = providerArgs(facts)
  return { provider }
}

/** Only token mechanisms are listed: no password can be given at all. Microsoft lists AUTH=PLAIN all the same (T088). */
function tokensOnly(account: AccountView): FindingDraft[] {
  return account.endpoints.flatMap((view): FindingDraft[] => {
    const list = listForSignIn(view)
    if (list === undefined || doorsIn(list, view.endpoint.protocol) !== 'token-only') return []
    const severity = triedToSignIn(account) ? 'blocker' : 'note'
    const evidence = [seen('inside TLS only token mechanisms are listed', 'capability')]
    const args = argsOf(providerOf(view)?.facts)
    return [{ endpoint: view.endpoint, args, evidence, certainty: 'certain', severity }]
  })
}

/** The provider takes no passwords over IMAP and POP3 any more, app passwords included (T087, T089). */
export const authBasicDisabled: AccountCheck = {
  id,
  scope: 'account',
  judge(account) {
    const known = [...tokensOnly(account), ...hintBeforeSignIn(account, id, argsOf)]
    const refused = judgeRefusals(account, id, ({ facts }) => argsOf(facts))
    if (Array.isArray(refused)) return [...refused, ...known]
    if (known.length > 0) return known
    return account.endpoints.some((view) => listForSignIn(view) !== undefined) ? undefined : notApplicable
  },
}
