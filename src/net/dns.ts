import type { MxRecord as RawMx, SrvRecord as RawSrv } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import type { Failure, FailureCause } from '../model/index.js'
import { isAddress } from './address.js'
import { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'
import type { Lookup } from './resolve.js'

/** What a lookup came to: records, a clear "no such record", or no answer. Never thrown. */
export type DnsAnswer<Record> =
  | { outcome: 'found'; records: Record[]; refused: number }
  | { outcome: 'none'; because: 'name-not-found' | 'no-data' }
  | { outcome: 'failed'; failure: Failure }

/** One SRV record whose target is a host name, or the target "." that says "not offered here" (RFC 2782). */
export interface SrvRecord {
  priority: number
  weight: number
  port: number
  /** Lower case, without a dot at its end; empty for the target ".". */
  target: string
}

/** One MX record; an empty host is the null MX (RFC 7505). */
export interface MxRecord {
  preference: number
  host: string
}

/** How names are looked up. */
export interface DnsOptions {
  /** Resolvers to ask instead of the system's: addresses, with a port where it is not 53. */
  servers?: readonly string[] | undefined
}

/**
 * Lookups of DNS records within the time that is left. Node's resolver has time limits of its own that are far too long
 * when nobody answers, so that every query runs against the deadline as well and is cancelled with it.
 */
export class DnsResolver {
  readonly #deadline: Deadline
  readonly #servers: readonly string[]

  /**
   * @param deadline bounds every lookup, above the limit of each
   * @throws WireFailure `resolver-failed` when a server is no address
   */
  constructor(deadline: Deadline, { servers = [] }: DnsOptions = {}) {
    this.#deadline = deadline
    this.#servers = servers
    this.#fresh()
  }

  /** SRV records, at most eight, by priority; those whose target is no host name are left out and counted. */
  async srv(name: string): Promise<DnsAnswer<SrvRecord>> {
    const answer = await this.#ask(name, (resolver) => resolver.resolveSrv(name))
    return kept(inOrder(answer, srvOrder), limits.srvTargets, ({ priority, weight, port, name: target }) => {
      const host = target === '' || target === '.' ? '' : hostName(target)
      if (host === undefined || (host !== '' && !isPort(port))) return undefined
      return { priority, weight, port, target: host }
    })
  }

  /** MX records, the most preferred first, at most eight. */
  async mx(name: string): Promise<DnsAnswer<MxRecord>> {
    const answer = await this.#ask(name, (resolver) => resolver.resolveMx(name))
    return kept(inOrder(answer, mxOrder), limits.mxHosts, ({ priority, exchange }) => {
      const host = exchange === '' || exchange === '.' ? '' : hostName(exchange)
      return host === undefined ? undefined : { preference: priority, host }
    })
  }

  /** TXT records, the strings of each joined (RFC 7208 section 3.3 does the same). */
  async txt(name: string): Promise<DnsAnswer<string>> {
    const answer = await this.#ask(name, (resolver) => resolver.resolveTxt(name))
    return kept(answer, limits.txtRecords, (strings) => {
      const text = strings.join('')
      return text.length > limits.txtCharacters ? undefined : text
    })
  }

  /** IPv4 addresses. */
  async a(name: string): Promise<DnsAnswer<string>> {
    return kept(await this.#ask(name, (resolver) => resolver.resolve4(name)), limits.addresses, asAddress)
  }

  /** IPv6 addresses. */
  async aaaa(name: string): Promise<DnsAnswer<string>> {
    return kept(await this.#ask(name, (resolver) => resolver.resolve6(name)), limits.addresses, asAddress)
  }

  /** Addresses of both families, asked for at the same time. */
  async addresses(name: string): Promise<DnsAnswer<string>> {
    const answers = await Promise.all([this.a(name), this.aaaa(name)])
    const records = answers.flatMap((one) => (one.outcome === 'found' ? one.records : []))
    if (records.length > 0) return { outcome: 'found', records, refused: 0 }
    // A name that exists has no data of one family and may have failed for the other: the failure says more.
    const [first, second] = answers
    if (first.outcome === 'failed') return first
    if (second.outcome === 'failed') return second
    return first.outcome === 'none' ? first : second
  }

  async #ask<Record>(
    name: string,
    query: (resolver: Resolver) => Promise<Record[]>,
  ): Promise<DnsAnswer<Record>> {
    const resolver = this.#fresh()
    try {
      const records = await this.#deadline.race(query(resolver), limits.dnsQueryMs, 'DNS answer')
      return records.length === 0
        ? { outcome: 'none', because: 'no-data' }
        : { outcome: 'found', records, refused: 0 }
    } catch (error) {
      return notFound(error, name)
    } finally {
      resolver.cancel()
    }
  }

  #fresh(): Resolver {
    const resolver = new Resolver({ timeout: limits.dnsQueryMs / 2, tries: 2 })
    if (this.#servers.length === 0) return resolver
    try {
      resolver.setServers([...this.#servers])
    } catch {
      throw failed('resolver-failed', `no resolver has the address ${this.#servers.join(', ')}`)
    }
    return resolver
  }
}

/**
 * A lookup of addresses that asks these resolvers and nobody else, in the form that stands in for the system's.
 *
 * @param servers addresses, with a port where it is not 53
 */
export function lookupAt(servers: readonly string[], signal?: AbortSignal): Lookup {
  return async (host) => {
    const resolver = new DnsResolver(new Deadline(limits.dnsMs, signal), { servers })
    const answer = await resolver.addresses(host)
    if (answer.outcome === 'found') return answer.records
    if (answer.outcome === 'failed') throw new WireFailure(answer.failure)
    const words = answer.because === 'no-data' ? 'the name has no address' : 'the name does not exist'
    throw failed(answer.because === 'no-data' ? 'no-address' : 'name-not-found', `${words} (${host})`)
  }
}

function notFound(error: unknown, name: string): DnsAnswer<never> {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOTFOUND') return { outcome: 'none', because: 'name-not-found' }
  if (code === 'ENODATA') return { outcome: 'none', because: 'no-data' }
  return { outcome: 'failed', failure: lookupFailureOf(error, name) }
}

const resolverWords: Readonly<Record<string, [FailureCause, string]>> = {
  ECONNREFUSED: ['resolver-failed', 'no resolver listens at that address'],
  ETIMEOUT: ['resolver-failed', 'the resolver did not answer'],
  EBADRESP: ['resolver-failed', 'the answer of the resolver makes no sense'],
  EFORMERR: ['resolver-failed', 'the resolver did not understand the question'],
  ENOTIMP: ['resolver-failed', 'the resolver does not know this kind of question'],
  EBADNAME: ['name-not-found', 'no such name can exist'],
}

/** What the resolver says that is not an answer about the name is a fault of the resolver. */
export function lookupFailureOf(error: unknown, name: string): Failure {
  if (error instanceof WireFailure) return error.failure
  const { code } = error as NodeJS.ErrnoException
  const known = code === undefined ? undefined : resolverWords[code]
  const own = failureOf(error, name)
  if (known !== undefined) {
    const [cause, words] = known
    return { cause, message: `${words} (${name})`, ...(code && { code }) }
  }
  if (own.cause !== 'internal' && own.cause !== 'unreachable') return own
  return { cause: 'resolver-failed', message: `the resolver failed (${name})`, ...(code && { code }) }
}

/** Keeps what is usable of a list that anybody may have written, and counts what is not. */
function kept<Raw, Record>(
  answer: DnsAnswer<Raw>,
  most: number,
  read: (raw: Raw) => Record | undefined,
): DnsAnswer<Record> {
  if (answer.outcome !== 'found') return answer
  const usable = answer.records.flatMap((raw) => read(raw) ?? [])
  const records = usable.slice(0, most)
  return { outcome: 'found', records, refused: answer.records.length - records.length }
}

/** Resolvers shuffle records: what is first, or kept at all, must not be left to chance. */
function inOrder<Raw>(answer: DnsAnswer<Raw>, compare: (one: Raw, other: Raw) => number): DnsAnswer<Raw> {
  if (answer.outcome !== 'found') return answer
  return { ...answer, records: [...answer.records].sort(compare) }
}

function srvOrder(one: RawSrv, other: RawSrv): number {
  return (
    one.priority - other.priority ||
    other.weight - one.weight ||
    compareText(one.name, other.name) ||
    one.port - other.port
  )
}

function mxOrder(one: RawMx, other: RawMx): number {
  return one.priority - other.priority || compareText(one.exchange, other.exchange)
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function asAddress(text: string): string | undefined {
  return isAddress(text) ? text : undefined
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
}

const labelForm = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/

/**
 * A host name as DNS holds it: A-labels, letters, digits, hyphens, underscores. What a hostile record may hold instead
 * comes escaped from the resolver and is no name (reliability: lengths of RFC 1035 section 2.3.4).
 *
 * @returns lower case, without a dot at its end; undefined when it is none, or when it is an address
 */
export function hostName(text: string): string | undefined {
  const name = text.replace(/\.$/, '').toLowerCase()
  if (name.length > 253 || isAddress(name)) return undefined
  const labels = name.split('.')
  return labels.every((label) => labelForm.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
    ? name
    : undefined
}
