import type { ConnectTo, Endpoint } from '../model/index.js'
import { hostName, isAddress, isOfThisNetwork } from '../net/index.js'
import type { SourceWord } from './source.js'

/** Why a host that a stranger named must not be contacted; undefined when it may be. */
function objection(
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  routes: readonly ConnectTo[],
): string | undefined {
  // A mapping is the user's own word about where this place is.
  if (routes.some((route) => route.host === host && route.port === port)) return undefined
  if (isAddress(host)) return isOfThisNetwork(host) ? 'an address of this machine or network' : undefined
  const name = hostName(host)
  if (name === undefined) return 'no host name'
  if (name === 'localhost' || name.endsWith('.localhost')) return 'this machine'
  return name.includes('.') ? undefined : 'a name of this network'
}

/**
 * A word without the servers that a document or record must not lead to: nobody may use the search to reach into the
 * network of whoever runs it. What was left out is said.
 */
export function withoutForbidden(word: SourceWord, routes: readonly ConnectTo[]): SourceWord {
  const { incoming, outgoing } = word.servers
  const why = incoming.map(({ endpoint }) => objection(endpoint, routes))
  const kept = incoming.filter((_, index) => why[index] === undefined)
  const allowed = outgoing.filter((server) => objection(server, routes) === undefined)
  if (kept.length === incoming.length && allowed.length === outgoing.length) return word
  const refusals = incoming.flatMap(({ endpoint }, index) =>
    why[index] === undefined ? [] : [`${endpoint.host} is ${why[index]}`],
  )
  const because = [word.result.because, ...new Set(refusals.map((refusal) => `refused: ${refusal}`))]
  const outcome = kept.length === 0 && incoming.length > 0 ? 'nothing' : word.result.outcome
  const said = because.filter((text) => text !== undefined).join('; ')
  return {
    result: { ...word.result, outcome, ...(said !== '' && { because: said }) },
    servers: { incoming: kept, outgoing: allowed },
  }
}
