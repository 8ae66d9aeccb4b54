import type { FollowUp } from '../../model/index.js'
import { type AccountCheck, seen } from '../check.js'
import { hostsOf } from '../derive/reach.js'
import type { EndpointView } from '../view.js'

function knownElsewhere(view: EndpointView): FollowUp | undefined {
  return view.followUps('other-resolver').find(({ outcome }) => outcome === 'observed')
}

/** This machine's resolver fails on a name that another resolver knows: the fault is on this side. */
export const dnsResolverLocal: AccountCheck = {
  id: 'dns-resolver-local',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(({ views }) => {
      const view = views.find((one) => one.failedAt('dns') && knownElsewhere(one) !== undefined)
      if (view?.failed === undefined) return []
      return [
        {
          endpoint: view.endpoint,
          evidence: [
            seen(`the resolver of this machine: ${view.failed.failure.message}`, 'dns'),
            seen(`another resolver (${knownElsewhere(view)?.host}) finds the name`, 'dns'),
          ],
          certainty: 'certain',
        },
      ]
    })
  },
}
