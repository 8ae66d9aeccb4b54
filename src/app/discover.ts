import { loadProviders } from '../catalogue/data.js'
import { discover as search } from '../discover/discover.js'
import {
  type ConnectTo,
  type DiscoveryDocument,
  type DiscoveryRequest,
  type DiscoveryResult,
  exitCodes,
  isWithoutDns,
  UserError,
} from '../model/index.js'
import { type Lookup, limits } from '../net/index.js'
import type { AccountTarget } from './account-target.js'
import { readCaFiles } from './ca-files.js'
import { environment } from './environment.js'
import { dnsNote } from './search-notes.js'
import { parseTargets } from './targets.js'
import { envelope } from './tool.js'

/** What a search may do: everything that tells a third party something is off unless it is asked for. */
export interface SearchPermissions {
  /** Asks the Thunderbird ISPDB, which learns the domain. */
  ispdb?: boolean | undefined
  /** Asks for documents over plain HTTP too; they are never trusted. */
  httpAutoconfig?: boolean | undefined
  /** Sends the whole address to the sources that take one. */
  sendAddress?: boolean | undefined
}

/** How to search, as the flags say it. */
export interface DiscoverRequestOptions extends SearchPermissions {
  /** Time limit of the whole search: 10 seconds unless said otherwise. */
  timeoutMs?: number
  /** Resolvers to ask instead of the system's: addresses, with a port where it is not 53. */
  dnsServers?: readonly string[] | undefined
  connectTo?: ConnectTo[]
  /** PEM files to trust besides Node's roots. */
  caFiles?: string[]
  signal?: AbortSignal | undefined
  /** Stands in for the system's resolver of addresses; for tests. */
  lookup?: Lookup | undefined
}

/** Whose servers: an address, @domain, or a domain alone. */
function readAccount(text: string): AccountTarget {
  const typed = text.trim()
  const server = /^([^\s@/:]+):\d+$/.exec(typed)?.[1]
  if (server !== undefined || typed.toLowerCase() === 'demo') {
    throw new UserError('bad-target', `"${typed}" is a server: it does not have to be found`, {
      hint: `To look at it: mailadvise probe ${typed}${server === undefined ? '' : `; to find the servers of a domain: mailadvise discover ${server}`}`,
    })
  }
  const { account } = parseTargets([typed.includes('@') || typed.includes('://') ? typed : `@${typed}`])
  if (account !== undefined) return account
  throw new UserError('bad-target', 'Finding servers takes an address or a domain, not a server', {
    hint: 'For example you@example.com or example.com; for a server: mailadvise probe',
  })
}

/** One search for the servers of an account. */
export function searchFor(
  { domain, address }: AccountTarget,
  options: DiscoverRequestOptions,
  caPem: string[],
): Promise<DiscoveryResult> {
  const { ispdb = false, httpAutoconfig = false, sendAddress = false } = options
  const { timeoutMs = limits.discoveryMs, dnsServers, connectTo = [], signal, lookup } = options
  return search(
    { domain, address },
    {
      ...{ timeoutMs, ispdb, httpAutoconfig, sendAddress, connectTo, caPem },
      ...(dnsServers && dnsServers.length > 0 && { dnsServers }),
      ...(signal && { signal }),
      ...(lookup && { lookup }),
    },
    loadProviders(),
  )
}

function requestOf(target: string, startedAt: string, options: DiscoverRequestOptions): DiscoveryRequest {
  const { ispdb, httpAutoconfig, sendAddress, signal, dnsServers, timeoutMs = limits.discoveryMs } = options
  return {
    target,
    startedAt,
    timeoutMs,
    ...(ispdb && { ispdb }),
    ...(httpAutoconfig && { httpAutoconfig }),
    ...(sendAddress && { sendAddress }),
    ...(signal?.aborted && { interrupted: true }),
    notes: dnsNote(dnsServers),
  }
}

/**
 * Finds the IMAP and POP3 servers of an address or a domain, without connecting to any of them.
 *
 * @param text as typed
 * @throws UserError for what the user can mend, before anything is asked
 */
export async function discover(
  text: string,
  options: DiscoverRequestOptions = {},
): Promise<DiscoveryDocument> {
  const startedAt = new Date().toISOString()
  const account = readAccount(text)
  const { caFiles = [] } = options
  const result = await searchFor(account, options, readCaFiles(caFiles))
  return {
    ...envelope('discovery'),
    request: requestOf(account.target, startedAt, options),
    environment: environment(caFiles, false),
    ...result,
  }
}

/** Exit code of a search: 0 when servers were found, 1 when none were, 3 when no resolver answered. */
export function discoverExitCode(result: Pick<DiscoveryResult, 'sources' | 'candidates'>): number {
  if (isWithoutDns(result)) return exitCodes.inconclusive
  return result.candidates.length > 0 ? exitCodes.ok : exitCodes.finding
}
