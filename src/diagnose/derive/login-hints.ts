import type { FindingArgs, RefusalReason, ServerResponses } from '../../model/index.js'
import type { FindingDraft } from '../check.js'
import type { AccountView, EndpointView } from '../view.js'
import { circumstancesOf } from './circumstances.js'
import { knownFrom, triedToSignIn } from './login.js'
import { anyServer, providerOf } from './provider.js'

/** Values that the texts of provider rules share. */
export function providerArgs(facts: ServerResponses | undefined): {
  provider: string
  appPassword: string
  protocolSwitch: string
} {
  return {
    provider: facts?.name ?? 'the provider',
    appPassword: facts?.places.appPassword ?? 'the settings of the account',
    protocolSwitch: facts?.places.protocolSwitch ?? 'the settings of the account',
  }
}

/**
 * What can be said before anybody signs in, from the provider alone: a note on the first endpoint of the provider that
 * answers. Once a sign-in was tried, its own result speaks.
 */
export function hintBeforeSignIn(
  account: AccountView,
  id: string,
  argsOf: (facts: ServerResponses) => FindingArgs,
): FindingDraft[] {
  if (triedToSignIn(account)) return []
  for (const view of account.endpoints.filter((one) => one.answers)) {
    const provider = providerOf(view)
    if (provider?.facts.decides !== true || provider.facts.likely[0] !== id) continue
    return [
      {
        endpoint: view.endpoint,
        args: argsOf(provider.facts),
        evidence: [knownFrom(provider)],
        certainty: 'likely',
        severity: 'note',
      },
    ]
  }
  return []
}

/**
 * Findings that are likely at this server when it does not say why it refuses, and how to put them to people: what this
 * very sign-in points to, then what is usual at the provider, then what is usual anywhere.
 */
export function likelyReasons(
  view: EndpointView,
  facts: ServerResponses | undefined,
): { likely: string[]; reasons: string[] } {
  const general = anyServer(view)
  const reasons = general?.reasons ?? []
  const pointers = circumstancesOf(view)
  const unconditional = reasons.filter(({ when }) => when === undefined)
  const met = reasons.filter(({ when }) => when !== undefined && pointers.has(when))
  const leads = (reason: RefusalReason) =>
    reasons.indexOf(reason) < reasons.indexOf(unconditional[0] ?? reason)
  const likely = [
    ...met.filter(leads).map(({ finding }) => finding),
    ...(facts?.likely ?? []),
    ...(general?.likely ?? []),
    ...met.map(({ finding }) => finding),
  ]
  const distinct = [...new Set(likely)]
  const worded = (id: string) => [...met, ...unconditional].find(({ finding }) => finding === id)?.text
  return { likely: distinct, reasons: distinct.flatMap((id) => worded(id) ?? []) }
}
