import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { isIpv6 } from '../derive/reach.js'

const resets = ['reset', 'closed', 'closed-before-server-hello']

/** One address family is let through and the other reset: a front end whose PROXY header the mail server refuses (T129). */
export const proxyProtocolMismatch: EndpointCheck = {
  id: 'proxy-protocol-mismatch',
  scope: 'endpoint',
  judge(view) {
    const attempts = view.probe.attempts ?? []
    if (attempts.length < 2) return notApplicable
    const cut = attempts.filter(({ failure }) => failure !== undefined && resets.includes(failure.cause))
    const fine = attempts.filter(({ outcome }) => outcome === 'observed')
    const [first] = cut
    if (first === undefined || fine.length === 0) return undefined
    const family = isIpv6(first.address)
    const byFamily =
      cut.every((one) => isIpv6(one.address) === family) &&
      fine.every((one) => isIpv6(one.address) !== family)
    if (!byFamily) return undefined
    return {
      args: { family: family ? 'IPv6' : 'IPv4' },
      evidence: [
        ...cut.map(({ address, failure }) => seen(`${address}: ${failure?.message}`, 'tcp')),
        ...fine.map(({ address }) => seen(`${address} works`, 'tcp')),
      ],
      certainty: 'possible',
    }
  },
}
