import type { Disagreement, Endpoint, Protocol } from '../model/index.js'
import { inSourceOrder, placeOf } from './rank.js'
import type { SourceWord } from './source.js'

interface Said {
  source: Disagreement['says'][number]['source']
  endpoints: Endpoint[]
}

function saidFor(protocol: Protocol, words: readonly SourceWord[]): Said[] {
  return inSourceOrder(words)
    .filter(({ result }) => result.source !== 'guess')
    .map(({ result, servers }) => ({
      source: result.source,
      endpoints: servers.incoming
        .map(({ endpoint }) => endpoint)
        .filter((endpoint) => endpoint.protocol === protocol && endpoint.security !== 'none'),
    }))
    .filter(({ endpoints }) => endpoints.length > 0)
}

function contains(larger: Said, smaller: Said): boolean {
  const places = new Set(larger.endpoints.map(placeOf))
  return smaller.endpoints.every((endpoint) => places.has(placeOf(endpoint)))
}

/** One source that lists less than another does not contradict it. */
function contradict(one: Said, other: Said): boolean {
  return !contains(one, other) && !contains(other, one)
}

/** Where sources name different places for one protocol. Guesses are nobody's word and are left out. */
export function disagreementsIn(words: readonly SourceWord[]): Disagreement[] {
  return (['imap', 'pop3'] as const).flatMap((protocol) => {
    const says = saidFor(protocol, words)
    const any = says.some((one, index) => says.slice(index + 1).some((other) => contradict(one, other)))
    const [first, second, ...rest] = says
    if (!any || first === undefined || second === undefined) return []
    return [{ protocol, says: [first, second, ...rest] }]
  })
}
