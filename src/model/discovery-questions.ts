import type { Candidate, DiscoveryResult, SourceName } from './generated/schemas.js'

const bundled: readonly SourceName[] = ['provider-facts', 'mx-provider-facts']

/**
 * Whether no resolver answered, so that only the bundled facts could be looked at. A search that ends like this says
 * nothing about the domain.
 */
export function isWithoutDns({ sources }: Pick<DiscoveryResult, 'sources'>): boolean {
  const heard = sources.some(({ source, outcome }) => outcome === 'found' && !bundled.includes(source))
  const failed = (name: SourceName) =>
    sources.some(({ source, outcome }) => source === name && outcome === 'failed')
  // The MX was asked for under the name of what it leads to.
  return !heard && failed('srv') && failed('mx-provider-facts')
}

/** All sources that name an endpoint, the best first. */
export function sourcesOf({ source, alsoFrom = [] }: Candidate): SourceName[] {
  return [source, ...alsoFrom]
}
