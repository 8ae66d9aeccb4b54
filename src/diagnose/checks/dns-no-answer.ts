import { isWithoutDns } from '../../model/index.js'
import { type AccountCheck, seen } from '../check.js'
import { hostsOf, ledByHand } from '../derive/reach.js'

/** The resolver failed or kept silent: nothing is known about the name itself. */
export const dnsNoAnswer: AccountCheck = {
  id: 'dns-no-answer',
  scope: 'account',
  judge(account) {
    const { discovery, endpoints } = account
    if (discovery !== undefined && endpoints.length === 0) {
      if (!isWithoutDns(discovery)) return undefined
      const failure = discovery.sources.find(({ outcome }) => outcome === 'failed')?.failure
      const evidence = failure === undefined ? [] : [seen(failure.message, 'dns')]
      return [{ args: { host: discovery.domain }, evidence, certainty: 'certain' }]
    }
    return hostsOf(account).flatMap(({ views }) => {
      const view = views.find((one) => one.failedAt('dns', 'resolver-failed', 'timed-out'))
      if (view?.failed === undefined) return []
      const evidence = [seen(view.failed.failure.message, 'dns')]
      return [{ endpoint: view.endpoint, evidence, certainty: 'certain', ...ledByHand(views) }]
    })
  },
}
