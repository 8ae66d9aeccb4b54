import type { ConnectTo, SourceResult } from '../model/index.js'
import type { Deadline, DnsResolver, Lookup } from '../net/index.js'
import type { NamedServers } from './answer.js'

/** What the user allows a search, and how it reaches the network. */
export interface DiscoverOptions {
  /** Time limit of the whole search. */
  timeoutMs: number
  /** The Thunderbird ISPDB may be asked: a third party learns the domain. */
  ispdb: boolean
  /** Documents over plain HTTP may be asked for; they are never trusted. */
  httpAutoconfig: boolean
  /** The whole address may go to the sources that take one. */
  sendAddress: boolean
  /** Resolvers to ask instead of the system's: addresses, with a port where it is not 53. */
  dnsServers?: readonly string[]
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo: ConnectTo[]
  /** Further roots, PEM, trusted besides Node's default roots. */
  caPem: string[]
  /** Ends the search at once. */
  signal?: AbortSignal
  /** Stands in for the resolver of addresses; for tests. */
  lookup?: Lookup
}

/** What the sources share. */
export interface SearchContext {
  /** Domain in A-labels, lower case, no dot at its end. */
  domain: string
  /** The whole address; only sources that the user allowed to have it see it. */
  address: string | undefined
  options: DiscoverOptions
  /** Ends at the search's deadline. */
  deadline: Deadline
  /** Bounded lookups of records. */
  resolver: DnsResolver
}

/** One source's word: the result for the document, and what it named. */
export interface SourceWord {
  result: SourceResult
  servers: NamedServers
}

/** Asks one source. Never throws for what a server or resolver does: failures are in the result. */
export type AskSource = (context: SearchContext) => Promise<SourceWord>
