import { type AccountCheck, seen } from '../check.js'
import { addressesOf, hostsOf, isLoopback, portsIn } from '../derive/reach.js'

/** The name means the machine itself, and nothing listens there: inside a container that is the container (T020). */
export const tcpLoopbackInContainer: AccountCheck = {
  id: 'tcp-loopback-in-container',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      const view = host.views.find((one) => one.failedAt('tcp'))
      const addresses = addressesOf(host)
      const local = addresses.length > 0 && addresses.every(isLoopback)
      if (view === undefined || portsIn(host, 'open').length > 0) return []
      if (!local && !isLoopback(view.endpoint.host)) return []
      return [
        {
          endpoint: view.endpoint,
          evidence: [
            seen(`${view.endpoint.host} is the machine on which this program runs`, 'dns'),
            seen(view.failed?.failure.message ?? 'no connection', 'tcp'),
          ],
          certainty: 'likely',
        },
      ]
    })
  },
}
