import {
  type Asked,
  type Candidate,
  type DiscoveryResult,
  type Endpoint,
  type Security,
  sourcesOf,
} from '../model/index.js'
import { isAddress, isOfThisNetwork } from '../net/index.js'
import type { ProbeOptions } from '../probe/options.js'
import { readHost } from './host-name.js'
import { addressOfResolver } from './resolver.js'

/** Endpoints of one protocol that are probed of all that were found. */
const mostOfOneProtocol = 4

/** Endpoints and how each came to be asked for. */
interface AskedEndpoints {
  endpoints: Endpoint[]
  asked: Asked[]
}

/** What is probed after a search, and what is held back from whom the user did not name. */
export interface PlanAfterSearch {
  endpoints: Endpoint[]
  options: Required<Pick<ProbeOptions, 'secretsAllowed' | 'privateAllowed'>> & { asked: Asked[] }
}

/**
 * The endpoints that were typed, then those that the search found.
 *
 * @param request acceptHosts: hosts that the user accepted; security: what --security limits the endpoints to
 */
export function planAfterSearch(
  typed: AskedEndpoints,
  discovery: DiscoveryResult,
  request: {
    acceptHosts?: readonly string[] | undefined
    dnsServers?: readonly string[] | undefined
    security?: Security | undefined
  },
): PlanAfterSearch {
  const { acceptHosts = [], dnsServers = [], security } = request
  const found = endpointsToProbe(discovery, security)
  const known = new Set(typed.endpoints.map(placeOf))
  const isNew = found.endpoints.map((endpoint) => !known.has(placeOf(endpoint)))
  return {
    endpoints: [...typed.endpoints, ...found.endpoints.filter((_, index) => isNew[index])],
    options: {
      asked: [...typed.asked, ...found.asked.filter((_, index) => isNew[index])],
      secretsAllowed: secretsAllowed(typed.endpoints, acceptHosts, discovery),
      privateAllowed: privateAllowed(typed.endpoints, acceptHosts, dnsServers),
    },
  }
}

function placeOf({ protocol, host, port, security }: Endpoint): string {
  return `${protocol} ${host} ${port} ${security}`
}

/**
 * The endpoints of one protocol that are worth a connection: those of the best source first, then what others name
 * instead, so that it shows who is right. Clear text is looked at only where nothing better is named.
 */
function worthProbing(candidates: readonly Candidate[]): Candidate[] {
  const encrypted = candidates.filter(({ endpoint }) => endpoint.security !== 'none')
  const usable = encrypted.length > 0 ? encrypted : candidates
  const [best] = usable
  const ofBest = usable.filter((one) => best !== undefined && sourcesOf(one).includes(best.source))
  const others = usable.filter((one) => !ofBest.includes(one))
  // A long list of the best source leaves room for one that contradicts it.
  const room = others.length > 0 ? mostOfOneProtocol - 1 : mostOfOneProtocol
  return [...ofBest.slice(0, room), ...others].slice(0, mostOfOneProtocol)
}

/** What of a search is probed, at most eight endpoints. */
function endpointsToProbe(
  { candidates }: Pick<DiscoveryResult, 'candidates'>,
  security?: Security,
): AskedEndpoints {
  const wanted = candidates.filter(({ endpoint }) => [undefined, endpoint.security].includes(security))
  const chosen = (['imap', 'pop3'] as const).flatMap((protocol) =>
    worthProbing(wanted.filter(({ endpoint }) => endpoint.protocol === protocol)),
  )
  return {
    endpoints: chosen.map(({ endpoint }) => endpoint),
    // A guess that leads nowhere is no fault of anybody's.
    asked: chosen.map(({ source }) => (source === 'guess' ? 'standard' : 'discovered')),
  }
}

/** Host names as they are compared: A-labels, lower case. */
function normalisedHosts(hosts: readonly string[]): Set<string> {
  return new Set(
    hosts.map((host) => {
      const reading = readHost(host.trim())
      return 'host' in reading ? reading.host : host
    }),
  )
}

/**
 * Whether a secret may go to a host: the user typed or accepted it, or the bundled facts name it for the domain.
 */
function secretsAllowed(
  typed: readonly Endpoint[],
  accepted: readonly string[],
  discovery: Pick<DiscoveryResult, 'candidates'>,
): (endpoint: Endpoint) => boolean {
  const hosts = new Set([...typed.map(({ host }) => host), ...normalisedHosts(accepted)])
  const vouched = new Set(
    discovery.candidates.filter((one) => one.mayReceiveSecrets).map(({ endpoint }) => endpoint.host),
  )
  return ({ host }) => hosts.has(host) || vouched.has(host)
}

/**
 * Whether the connection may go to an address of this network: a name that a stranger published must not lead there, one
 * that the user typed or accepted may, and so may what a resolver of this network says that the user named.
 */
function privateAllowed(
  typed: readonly Endpoint[],
  accepted: readonly string[],
  dnsServers: readonly string[] = [],
): (endpoint: Endpoint) => boolean {
  const ownResolver =
    dnsServers.length > 0 &&
    dnsServers.map(addressOfResolver).every((one) => isAddress(one) && isOfThisNetwork(one))
  const hosts = new Set([...typed.map(({ host }) => host), ...normalisedHosts(accepted)])
  return ({ host }) => ownResolver || hosts.has(host)
}
