import { type AccountCheck, seen } from '../check.js'
import { hostsOf, portsIn, stateOf } from '../derive/reach.js'

/** The host refuses at once on every mail port that was tried: it is up, and its mail service is not (T016). */
export const tcpServiceDown: AccountCheck = {
  id: 'tcp-service-down',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      const view = host.views.find((one) => stateOf(one) === 'refused')
      const refused = portsIn(host, 'refused')
      if (view === undefined || portsIn(host, 'open').length > 0) return []
      const all = portsIn(host, 'silent').length === 0 && refused.length > 1
      return [
        {
          endpoint: view.endpoint,
          args: { ports: refused },
          evidence: [seen(`connection refused on port ${refused.join(', ')}`, 'tcp')],
          certainty: all ? 'likely' : 'possible',
        },
      ]
    })
  },
}
