import { type AccountCheck, seen } from '../check.js'
import { hostsOf, ledByHand } from '../derive/reach.js'

/** The resolver failed or kept silent: nothing is known about the name itself. */
export const dnsNoAnswer: AccountCheck = {
  id: 'dns-no-answer',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(({ views }) => {
      const view = views.find((one) => one.failedAt('dns', 'resolver-failed', 'timed-out'))
      if (view?.failed === undefined) return []
      const evidence = [seen(view.failed.failure.message, 'dns')]
      return [{ endpoint: view.endpoint, evidence, certainty: 'certain', ...ledByHand(views) }]
    })
  },
}
