import type { FollowUp } from '../../model/index.js'
import { type AccountCheck, seen } from '../check.js'
import { hostsOf } from '../derive/reach.js'
import type { EndpointView } from '../view.js'

function failedHere(view: EndpointView): FollowUp | undefined {
  return view.followUps('system-resolver').find(({ outcome }) => outcome === 'failed')
}

/** This machine's resolver fails on a name that the resolver named by the user knows: the fault is on this side. */
export const dnsResolverLocal: AccountCheck = {
  id: 'dns-resolver-local',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(({ views }) => {
      const view = views.find((one) => failedHere(one) !== undefined)
      const failure = view && failedHere(view)?.failure
      if (view === undefined || failure === undefined || failure.cause === 'cancelled') return []
      // That a name does not exist is also true as long as its record is too new to be known here.
      const certainty = failure.cause === 'name-not-found' ? 'likely' : 'certain'
      return [
        {
          endpoint: view.endpoint,
          evidence: [
            seen(`the resolver of this machine: ${failure.message}`, 'dns'),
            seen('the named resolver finds the name', 'dns'),
          ],
          certainty,
        },
      ]
    })
  },
}
