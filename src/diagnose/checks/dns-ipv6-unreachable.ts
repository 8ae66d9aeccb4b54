import type { Attempt, Severity } from '../../model/index.js'
import { type AccountCheck, type FindingDraft, seen } from '../check.js'
import { addressesOf, deadAddresses, type HostView, hostsOf, isIpv6, onlyIpv6Dead } from '../derive/reach.js'

const noRoute = ['ENETUNREACH', 'EADDRNOTAVAIL']

/** Where this machine has no IPv6 at all, nothing is known about the server's: good to know, and no more. */
function severityOf(dead: readonly Attempt[]): Severity {
  const local = dead.every(({ failure }) => noRoute.includes(failure?.code ?? ''))
  return local ? 'note' : 'degraded'
}

/** Nothing worked, and the name has IPv6 addresses only, to which there is no way from here. */
function nothingElse(host: HostView): FindingDraft[] {
  const addresses = addressesOf(host)
  const view = host.views.find((one) => one.failedAt('tcp', 'unreachable'))
  if (view?.failed === undefined || addresses.length === 0 || !addresses.every(isIpv6)) return []
  const evidence = [seen(view.failed.failure.message, 'tcp')]
  return [
    {
      endpoint: view.endpoint,
      args: { dead: addresses },
      evidence,
      certainty: 'certain',
      severity: 'blocker',
    },
  ]
}

function judgeHost(host: HostView): FindingDraft[] {
  const found = deadAddresses(host)
  const [view] = host.views.filter((one) => one.observed('tcp'))
  if (view === undefined) return nothingElse(host)
  if (!onlyIpv6Dead(found)) return []
  const { dead, alive } = found
  return [
    {
      endpoint: view.endpoint,
      args: { dead: dead.map(({ address }) => address) },
      evidence: [
        ...dead.map(({ address, failure }) =>
          seen(`${address}: ${failure?.message ?? 'no connection'}`, 'tcp'),
        ),
        ...alive.map((address) => seen(`${address} works`, 'tcp')),
      ],
      certainty: 'certain',
      severity: severityOf(dead),
    },
  ]
}

/** The IPv4 addresses work and none of the IPv6 ones does: programs that try IPv6 first wait or fail (T008). */
export const dnsIpv6Unreachable: AccountCheck = {
  id: 'dns-ipv6-unreachable',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(judgeHost)
  },
}
