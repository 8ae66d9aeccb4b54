import { type AccountCheck, notApplicable, seen } from '../check.js'
import { waysOfPublishing, wordsFor } from '../derive/published.js'

/** The servers are published in one way only, so that programs that look elsewhere find nothing (T010). */
export const autoconfigSingleSource: AccountCheck = {
  id: 'autoconfig-single-source',
  scope: 'account',
  judge({ discovery }) {
    // What the bundled facts know, programs know too.
    if (discovery === undefined || discovery.provider !== undefined) return notApplicable
    const { found, empty } = waysOfPublishing(discovery)
    const [only, ...others] = found
    if (only === undefined || others.length > 0 || empty.length === 0) return undefined
    const evidence = [
      seen(`${wordsFor(only)} names servers`),
      ...empty.map((source) => seen(`nothing: ${wordsFor(source)}`)),
    ]
    return [{ args: { source: wordsFor(only), domain: discovery.domain }, evidence, certainty: 'certain' }]
  },
}
