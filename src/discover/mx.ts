import { getDomain } from 'tldts'
import type { DnsAnswer, MxRecord } from '../net/index.js'
import { liesInside, withoutFirstLabel } from './names.js'
import type { SearchContext } from './source.js'

/** Where the domain's mail is delivered, and whom that may lead to. */
export interface MxLead {
  answer: DnsAnswer<MxRecord>
  /** Hosts, the most preferred first. */
  hosts: string[]
  /** Names of the provider that the most preferred host belongs to, the longer one first. */
  names: string[]
}

/** Looks up the domain's MX. */
export async function findMx({ domain, resolver }: SearchContext): Promise<MxLead> {
  const answer = await resolver.mx(domain)
  const hosts = answer.outcome === 'found' ? answer.records.flatMap(({ host }) => host || []) : []
  const [first] = hosts
  return { answer, hosts, names: first === undefined ? [] : namesBehind(first, domain) }
}

/**
 * The names under which a provider may publish its servers: the host without its first label, then the registrable domain.
 * The longer one matters: olc.protection.outlook.com is not mail.protection.outlook.com.
 *
 * @param domain of the address: what it says itself is asked already, so nothing is returned from there on
 */
export function namesBehind(host: string, domain: string): string[] {
  const registrable = getDomain(host)
  if (registrable === null) return []
  const longer = withoutFirstLabel(host)
  const names = [longer, registrable].filter(
    (name): name is string => name !== undefined && liesInside(name, registrable),
  )
  const known = names.indexOf(domain)
  return [...new Set(known === -1 ? names : names.slice(0, known))]
}
