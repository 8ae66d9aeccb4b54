import type { AskSource, DiscoverOptions, SearchContext, SourceWord } from './source.js'
import type { Asking } from './word.js'

/** A source that is asked about the domain itself. */
export interface DomainSource extends Omit<Asking, 'asked'> {
  ask: AskSource
  /** Why it is not asked in this search; undefined when it is. */
  skip?(options: DiscoverOptions): string | undefined
}

/** A source that is asked about a name that the domain's MX leads to. */
export interface MxSource extends Omit<DomainSource, 'ask'> {
  ask(context: SearchContext, mxDomain: string): Promise<SourceWord>
}

/** Documents that speak for the domain, or about it. */
export const domainSources: readonly DomainSource[] = []

/** Documents of whoever takes the domain's mail. */
export const mxSources: readonly MxSource[] = []
