import type { Failure, SourceName, SourceResult, Trust } from '../model/index.js'
import type { NamedServers } from './answer.js'
import type { SourceWord } from './source.js'

/** What every result of a source says of itself. */
export interface Asking {
  source: SourceName
  /** URL, or record type and name, or file of the bundled facts. */
  asked: string
  trust: Trust
}

const noServers: NamedServers = { incoming: [], outgoing: [] }

/** Milliseconds since a point of `performance.now()`, as documents give them. */
function msSince(startedAt: number): number {
  return Math.round(performance.now() - startedAt)
}

/** A word that names servers. */
export function foundWord(
  asking: Asking,
  startedAt: number,
  servers: NamedServers,
  more: Partial<SourceResult> = {},
): SourceWord {
  return { result: { ...asking, outcome: 'found', ms: msSince(startedAt), ...more }, servers }
}

/** A word of a source that answered and knows no servers. */
export function nothingWord(
  asking: Asking,
  startedAt: number,
  because: string,
  more: Partial<SourceResult> = {},
): SourceWord {
  const result = { ...asking, outcome: 'nothing' as const, ms: msSince(startedAt), because, ...more }
  return { result, servers: noServers }
}

/** A word of a source that could not be asked. */
export function failedWord(asking: Asking, startedAt: number, failure: Failure): SourceWord {
  return { result: { ...asking, outcome: 'failed', ms: msSince(startedAt), failure }, servers: noServers }
}

/** A word of a source that was not asked. */
export function skippedWord(asking: Asking, because: string): SourceWord {
  return { result: { ...asking, outcome: 'skipped', ms: 0, because }, servers: noServers }
}
