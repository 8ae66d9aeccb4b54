import { type EndpointCheck, type FindingDraft, notApplicable, type Quiet, seen } from '../check.js'
import { isIpv6 } from '../derive/reach.js'
import type { EndpointView } from '../view.js'

const resets = ['reset', 'closed', 'closed-before-server-hello']

/** The server speaks as soon as a PROXY header comes first, which only a load balancer sends. */
function wantsHeader(view: EndpointView): FindingDraft | undefined {
  const look = view.followUp('proxy-header')
  const answered =
    look?.outcome === 'observed' && look.greeting !== undefined && look.greeting.status !== 'other'
  if (!answered) return undefined
  return {
    args: { which: 'that do not begin with a PROXY header' },
    evidence: [
      seen(view.failed?.failure.message ?? 'nothing was said', view.failed?.name),
      seen('after the line PROXY UNKNOWN the server greeted', 'greeting'),
    ],
    certainty: 'certain',
    severity: 'blocker',
  }
}

/** One address family is let through and the other reset: a front end whose PROXY header the mail server refuses (T129). */
function cutsOneFamily(view: EndpointView): FindingDraft | Quiet {
  const attempts = view.probe.attempts ?? []
  if (attempts.length < 2) return notApplicable
  const cut = attempts.filter(({ failure }) => failure !== undefined && resets.includes(failure.cause))
  const fine = attempts.filter(({ outcome }) => outcome === 'observed')
  const [first] = cut
  if (first === undefined || fine.length === 0) return undefined
  const isV6 = isIpv6(first.address)
  const byFamily =
    cut.every((one) => isIpv6(one.address) === isV6) && fine.every((one) => isIpv6(one.address) !== isV6)
  if (!byFamily) return undefined
  const family = isV6 ? 'IPv6' : 'IPv4'
  return {
    args: { which: `over ${family}`, family },
    evidence: [
      ...cut.map(({ address, failure }) => seen(`${address}: ${failure?.message}`, 'tcp')),
      ...fine.map(({ address }) => seen(`${address} works`, 'tcp')),
    ],
    certainty: 'possible',
  }
}

/** A load balancer and the mail server behind it disagree about the PROXY protocol. */
export const proxyProtocolMismatch: EndpointCheck = {
  id: 'proxy-protocol-mismatch',
  scope: 'endpoint',
  judge: (view) => wantsHeader(view) ?? cutsOneFamily(view),
}
