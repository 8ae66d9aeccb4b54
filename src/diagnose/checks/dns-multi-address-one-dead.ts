import { type AccountCheck, seen } from '../check.js'
import { deadAddresses, hostsOf, onlyIpv6Dead } from '../derive/reach.js'

/** Some of the name's addresses work and some do not: programs that try only the first one hang by chance (T007). */
export const dnsMultiAddressOneDead: AccountCheck = {
  id: 'dns-multi-address-one-dead',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      const found = deadAddresses(host)
      const { dead, alive } = found
      const [view] = host.views.filter((one) => one.observed('tcp'))
      if (view === undefined || dead.length === 0 || onlyIpv6Dead(found)) return []
      return [
        {
          endpoint: view.endpoint,
          args: {
            dead: dead.map(({ address }) => address),
            working: alive.length,
            total: alive.length + dead.length,
          },
          evidence: [
            ...dead.map(({ address, failure }) =>
              seen(`${address}: ${failure?.message ?? 'no connection'}`, 'tcp'),
            ),
            ...alive.map((address) => seen(`${address} works`, 'tcp')),
          ],
          certainty: 'certain',
        },
      ]
    })
  },
}
