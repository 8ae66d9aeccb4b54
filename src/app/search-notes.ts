import { type DiscoveryResult, isWithoutDns } from '../model/index.js'
import type { AccountTarget } from './account-target.js'

/** Says whom the names were asked of, where it was not this machine's resolver. */
export function dnsNote(servers: readonly string[] | undefined): string[] {
  if (servers === undefined || servers.length === 0) return []
  return [`All names were asked of ${servers.join(', ')}, not of the resolver of this machine`]
}

/** What a reader of a probe must know of the search before it. */
export function searchNotes(
  { address, domain }: AccountTarget,
  discovery: Pick<DiscoveryResult, 'candidates' | 'sources'>,
  signsIn: boolean,
): string[] {
  const { candidates } = discovery
  const deaf = isWithoutDns(discovery)
  if (deaf && candidates.length === 0)
    return [`No resolver answered: nothing could be looked up for ${domain}`]
  if (candidates.length === 0) {
    return [`No server was found for ${domain}; what was asked: mailadvise discover ${domain}`]
  }
  const guessed = candidates.some(({ source }) => source === 'guess')
  return [
    ...(deaf ? [`No resolver answered; the servers of ${domain} are those of the bundled facts`] : []),
    ...(guessed ? [`Nothing names the servers of ${domain}; the usual names were tried`] : []),
    ...(address !== undefined && !signsIn ? [`To sign in as ${address}, add: --user ${address}`] : []),
  ]
}
