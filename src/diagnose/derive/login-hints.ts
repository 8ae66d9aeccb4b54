import type { FindingArgs, ServerResponses } from '../../model/index.js'
import type { FindingDraft } from '../check.js'
import type { AccountView, EndpointView } from '../view.js'
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

/** Findings that are likely at this server when it does not say why it refuses, and how to put them to people. */
export function likelyReasons(
  view: EndpointView,
  facts: ServerResponses | undefined,
): { likely: string[]; reasons: string[] } {
  const general = anyServer(view)
  const likely = [...new Set([...(facts?.likely ?? []), ...(general?.likely ?? [])])]
  const wording = new Map(general?.reasons?.map(({ finding, text }) => [finding, text]))
  return { likely, reasons: likely.flatMap((id) => wording.get(id) ?? []) }
}
