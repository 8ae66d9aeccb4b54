import { type AccountCheck, seen } from '../check.js'
import { addressesOf, hostsOf, portsIn, webAnswers } from '../derive/reach.js'
import { webProxyOf } from '../derive/reach-web-proxies.js'

/** The name leads to a network that carries web traffic only, so that no mail port ever answers (T005). */
export const dnsHttpProxy: AccountCheck = {
  id: 'dns-http-proxy',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      const silent = portsIn(host, 'silent')
      const address = addressesOf(host).find((one) => webProxyOf(one) !== undefined)
      const view = host.views.find((one) => one.failedAt('tcp'))
      if (view === undefined || address === undefined) return []
      if (silent.length === 0 || portsIn(host, 'open').length > 0) return []
      const network = webProxyOf(address)
      return [
        {
          endpoint: view.endpoint,
          args: { network, address },
          evidence: [
            seen(`${address} belongs to ${network}`, 'dns'),
            seen(`no answer on port ${silent.join(', ')}`, 'tcp'),
            ...(webAnswers(host) ? [seen('the web port of the same address answers')] : []),
          ],
          certainty: 'likely',
        },
      ]
    })
  },
}
