import {
  askAutoconfig,
  askAutodiscover,
  askHttpAutoconfig,
  askHttpWellKnown,
  askIspdb,
  askMxAutoconfig,
  askMxIspdb,
  askMxWellKnown,
  askPacc,
  askWellKnown,
} from './documents/index.js'
import type { AskSource, SearchContext, SourceWord } from './source.js'
import type { Asking } from './word.js'

/** A source that is asked about the domain itself, and how far it is trusted should it never answer. */
export interface DomainSource extends Omit<Asking, 'asked'> {
  ask: AskSource
}

/** A source that is asked about a name that the domain's MX leads to. */
export interface MxSource extends Omit<Asking, 'asked'> {
  ask(context: SearchContext, mxDomain: string): Promise<SourceWord>
}

/** Documents that speak for the domain, or about it. */
export const domainSources: readonly DomainSource[] = [
  { source: 'pacc', trust: 'provider', ask: askPacc },
  { source: 'autoconfig', trust: 'provider', ask: askAutoconfig },
  { source: 'well-known', trust: 'provider', ask: askWellKnown },
  { source: 'ispdb', trust: 'third-party', ask: askIspdb },
  { source: 'autodiscover', trust: 'provider', ask: askAutodiscover },
  { source: 'http-autoconfig', trust: 'unverified', ask: askHttpAutoconfig },
  { source: 'http-well-known', trust: 'unverified', ask: askHttpWellKnown },
]

/** Documents of whoever takes the domain's mail. */
export const mxSources: readonly MxSource[] = [
  { source: 'mx-autoconfig', trust: 'inferred', ask: askMxAutoconfig },
  { source: 'mx-well-known', trust: 'inferred', ask: askMxWellKnown },
  { source: 'mx-ispdb', trust: 'inferred', ask: askMxIspdb },
]
