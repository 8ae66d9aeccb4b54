import { type AccountCheck, seen } from '../check.js'
import { hostsOf, ledByHand } from '../derive/reach.js'

/** The name does not exist, or has no address: the system's lookup does not tell the two apart. */
export const dnsNameNotFound: AccountCheck = {
  id: 'dns-name-not-found',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(({ views }) => {
      const view = views.find((one) => one.failedAt('dns', 'name-not-found', 'no-address'))
      if (view?.failed === undefined) return []
      const evidence = [seen(view.failed.failure.message, 'dns')]
      return [{ endpoint: view.endpoint, evidence, certainty: 'certain', ...ledByHand(views) }]
    })
  },
}
