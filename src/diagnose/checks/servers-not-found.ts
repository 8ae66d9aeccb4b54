import { isWithoutDns } from '../../model/index.js'
import { type AccountCheck, notApplicable, seen } from '../check.js'
import { wordsFor } from '../derive/published.js'

/** No source names a server of the domain, and no usual name exists. */
export const serversNotFound: AccountCheck = {
  id: 'servers-not-found',
  scope: 'account',
  judge({ discovery, endpoints }) {
    if (discovery === undefined || isWithoutDns(discovery)) return notApplicable
    if (discovery.candidates.length > 0 || endpoints.length > 0) return undefined
    const { domain, sources, closed } = discovery
    const asked = sources
      .filter(({ outcome }) => outcome === 'nothing' || outcome === 'failed')
      .map(({ source, because, failure }) =>
        seen(`${wordsFor(source)}: ${because ?? failure?.message ?? 'nothing'}`),
      )
    const shut = closed.map(({ record }) => seen(`${record} says that the service is not offered`))
    const certainty = shut.length > 0 ? 'certain' : 'likely'
    return [{ args: { domain }, evidence: [...shut, ...asked], certainty }]
  },
}
