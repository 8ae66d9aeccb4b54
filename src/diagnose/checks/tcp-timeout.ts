import { type AccountCheck, seen } from '../check.js'
import { hostsOf, portsIn, stateOf, webAnswers } from '../derive/reach.js'

/** Silence on every port that was tried: a dead host, a wrong address and a firewall look the same from here. */
export const tcpTimeout: AccountCheck = {
  id: 'tcp-timeout',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      const view = host.views.find((one) => stateOf(one) === 'silent')
      // Any answer at all, even a refusal, shows that the host is alive: then it is tcp-blocked-firewall.
      if (view === undefined || portsIn(host, 'open', 'refused').length > 0 || webAnswers(host)) return []
      const ports = portsIn(host, 'silent')
      return [
        {
          endpoint: view.endpoint,
          args: { ports },
          evidence: [
            seen(`no connection on port ${ports.join(', ')}: ${view.failed?.failure.message}`, 'tcp'),
          ],
          certainty: 'certain',
        },
      ]
    })
  },
}
