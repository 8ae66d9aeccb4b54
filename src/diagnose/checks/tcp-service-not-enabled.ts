import { type AccountCheck, type FindingDraft, seen } from '../check.js'
import { type HostView, hostsOf, portsIn, spare, stateOf } from '../derive/reach.js'
import type { EndpointView } from '../view.js'

function draft(view: EndpointView, host: HostView): FindingDraft {
  const open = portsIn(host, 'open')
  return {
    endpoint: view.endpoint,
    args: { open },
    evidence: [
      seen(`port ${view.endpoint.port}: ${view.failed?.failure.message}`, 'tcp'),
      seen(`port ${open.join(', ')} of the same host takes connections`, 'tcp'),
    ],
    certainty: 'likely',
  }
}

/** The host is up and another of its mail ports is open; nothing listens on a port that was asked for by name (T015). */
export const tcpServiceNotEnabled: AccountCheck = {
  id: 'tcp-service-not-enabled',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => {
      if (portsIn(host, 'open').length === 0) return []
      // A standard port that nobody named may well be closed: offering one protocol or TLS only is no fault.
      return host.views
        .filter((view) => stateOf(view) === 'refused' && !spare(view, host))
        .map((view) => draft(view, host))
    })
  },
}
