import type { DiscoveryResult, Provider } from '../model/index.js'
import { Deadline, DnsResolver, failureOf, lookupAt } from '../net/index.js'
import { disagreementsIn } from './disagreements.js'
import { withoutForbidden } from './forbidden.js'
import { askGuess } from './guess.js'
import { findMx, type MxLead } from './mx.js'
import {
  askMxProviderFacts,
  askProviderFacts,
  providerOfDomain,
  providerOfMx,
  type RecognisedProvider,
} from './provider-facts.js'
import { inSourceOrder, rank, rankOutgoing } from './rank.js'
import type { DiscoverOptions, SearchContext, SourceWord } from './source.js'
import { type DomainSource, domainSources, mxSources } from './sources.js'
import { askSrv, type SrvWord } from './srv.js'
import { type Asking, failedWord, skippedWord } from './word.js'

export type { DiscoverOptions } from './source.js'

/** Whose servers are looked for. */
export interface DiscoveryQuestion {
  /** In A-labels, lower case, without a dot at its end. */
  domain: string
  /** The whole address, when there is one. */
  address?: string | undefined
}

/** How long a source may take to notice that the search is over. */
const graceMs = 250

/**
 * Asks every source at the same time and keeps what each of them says. Nothing is decided by who answers first: all are
 * waited for until the deadline, and ranked in a fixed order.
 *
 * @param providers the bundled facts
 */
export async function discover(
  { domain, address }: DiscoveryQuestion,
  options: DiscoverOptions,
  providers: readonly Provider[],
): Promise<DiscoveryResult> {
  const deadline = new Deadline(options.timeoutMs, options.signal)
  const { dnsServers } = options
  const lookup = options.lookup ?? (dnsServers && lookupAt(dnsServers, options.signal))
  const context: SearchContext = {
    domain,
    address: options.sendAddress ? address : undefined,
    options: { ...options, ...(lookup && { lookup }) },
    deadline,
    resolver: new DnsResolver(deadline, { servers: dnsServers }),
  }
  const search = new Search(context, providers)
  const findings = await search.run()
  return summary(findings, domain, recognised(domain, findings.mx, providers))
}

interface Findings {
  words: SourceWord[]
  srv: SourceWord | SrvWord
  mx: MxLead
}

/** One search: its sources, each cut off at the deadline. */
class Search {
  readonly #context: SearchContext
  readonly #providers: readonly Provider[]
  readonly #end: Deadline

  constructor(context: SearchContext, providers: readonly Provider[]) {
    this.#context = context
    this.#providers = providers
    this.#end = new Deadline(context.options.timeoutMs + graceMs, context.options.signal)
  }

  async run(): Promise<Findings> {
    const context = this.#context
    const { domain } = context
    const mx = this.#findMx()
    // Started with all others, so that it has its time whatever they do; used only where they find nothing.
    const guess = this.#cut({ source: 'guess', asked: domain, trust: 'unverified' }, askGuess(context))
    const srv = this.#cut({ source: 'srv', asked: `SRV ${domain}`, trust: 'inferred' }, askSrv(context))
    const named = await Promise.all([
      ...domainSources.map((source) => this.#ask(source, domain, () => source.ask(context))),
      srv,
      askProviderFacts(domain, this.#providers),
      this.#mxWords(mx),
    ])
    const allowed = named.flat().map((word) => withoutForbidden(word, context.options.connectTo))
    const found = allowed.some(({ servers }) => servers.incoming.length > 0)
    const words = [...allowed, found ? skippedGuess : await guess]
    return { words, srv: await srv, mx: await mx }
  }

  async #mxWords(lead: Promise<MxLead>): Promise<SourceWord[]> {
    const context = this.#context
    const mx = await lead
    const asked = mx.names.flatMap((name) =>
      mxSources.map((source) => this.#ask(source, name, () => source.ask(context, name))),
    )
    return [...(await Promise.all(asked)), askMxProviderFacts(context.domain, mx, this.#providers)]
  }

  async #findMx(): Promise<MxLead> {
    const { timeoutMs } = this.#context.options
    try {
      return await this.#end.race(findMx(this.#context), timeoutMs + graceMs, 'MX')
    } catch (error) {
      return { answer: { outcome: 'failed', failure: failureOf(error) }, hosts: [], names: [] }
    }
  }

  async #ask(
    { source, trust }: Omit<DomainSource, 'ask'>,
    name: string,
    ask: () => Promise<SourceWord>,
  ): Promise<SourceWord> {
    return absentIsNothing(await this.#cut({ source, asked: name, trust }, ask()))
  }

  /** Whatever a source does, its word is there when the search ends. */
  async #cut<Word extends SourceWord>(asking: Asking, work: Promise<Word>): Promise<Word | SourceWord> {
    const startedAt = performance.now()
    try {
      return await this.#end.race(work, this.#context.options.timeoutMs + graceMs, 'answer')
    } catch (error) {
      return failedWord(asking, startedAt, failureOf(error))
    }
  }
}

/** A document whose host does not exist is not published: that is an answer, and no failure. */
function absentIsNothing(word: SourceWord): SourceWord {
  const { failure, ...result } = word.result
  if (failure?.cause !== 'name-not-found' && failure?.cause !== 'no-address') return word
  return { ...word, result: { ...result, outcome: 'nothing', because: failure.message } }
}

const skippedGuess = skippedWord(
  { source: 'guess', asked: 'the usual names', trust: 'unverified' },
  'servers were found',
)

function recognised(
  domain: string,
  { hosts: [host] }: MxLead,
  providers: readonly Provider[],
): RecognisedProvider | undefined {
  const own = providerOfDomain(domain, providers)
  if (own !== undefined) return { provider: own, by: 'domain' }
  const behind = host === undefined ? undefined : providerOfMx(host, providers)
  return behind && { provider: behind, by: 'mx' }
}

function summary(
  { words, srv, mx }: Findings,
  domain: string,
  known: RecognisedProvider | undefined,
): DiscoveryResult {
  const outgoing = rankOutgoing(words)
  const preferred = 'preferredProtocol' in srv ? srv.preferredProtocol : undefined
  return {
    domain,
    ...(known && { provider: known.provider.id, providerBy: known.by }),
    ...(mx.hosts.length > 0 && { mx: mx.hosts }),
    candidates: rank(words, domain),
    sources: inSourceOrder(words).map(({ result }) => result),
    closed: 'closed' in srv ? srv.closed : [],
    disagreements: disagreementsIn(words),
    ...(preferred && { preferredProtocol: preferred }),
    ...(outgoing.length > 0 && { outgoing }),
  }
}
