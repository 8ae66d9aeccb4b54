import { type DiscoveryResult, type SourceName, sourcesOf } from '../model/index.js'
import type { Page } from './page.js'

const sourceNames: Readonly<Record<SourceName, string>> = {
  pacc: 'PACC document',
  autoconfig: 'autoconfig',
  'well-known': 'well-known',
  srv: 'SRV records',
  'provider-facts': 'bundled facts',
  ispdb: 'Thunderbird ISPDB',
  'mx-autoconfig': 'autoconfig, by MX',
  'mx-well-known': 'well-known, by MX',
  'mx-ispdb': 'ISPDB, by MX',
  'mx-provider-facts': 'bundled facts, by MX',
  autodiscover: 'Autodiscover',
  'http-autoconfig': 'autoconfig over HTTP',
  'http-well-known': 'well-known over HTTP',
  guess: 'usual names',
}

/** A source of servers in words. */
export function sourceName(source: SourceName): string {
  return sourceNames[source]
}

/** The sources that found the servers, in words. */
export function foundByWords(discovery: DiscoveryResult | undefined): string[] {
  return [...new Set(discovery?.candidates.flatMap(sourcesOf))].map(sourceName)
}

/** Says by whom the servers were found, and how to see all that was asked. */
export function addFoundBy(page: Page, discovery: DiscoveryResult | undefined): void {
  if (discovery === undefined || discovery.candidates.length === 0) return
  const text = `${foundByWords(discovery).join(', ')}; all that was asked: mailadvise discover ${discovery.domain}`
  page.item('Servers found by: ', text, 'dim')
}
