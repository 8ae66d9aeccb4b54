import type { Protocol } from '../../model/index.js'
import { type FindingDraft, notApplicable, type Quiet, seen } from '../check.js'
import type { AccountView, EndpointView } from '../view.js'

const portsOf: Readonly<Record<Protocol, readonly number[]>> = { imap: [993, 143], pop3: [995, 110] }

function greets(view: EndpointView): boolean {
  const status = view.probe.greeting?.status
  return status === 'ok' || status === 'preauth'
}

function draftFor(own: EndpointView[], other: EndpointView): FindingDraft[] {
  const [first] = own
  if (first === undefined || !own.every((view) => view.failedAt('tcp', 'refused', 'timed-out'))) return []
  const refused = own.every((view) => view.failedAt('tcp', 'refused'))
  const named = own.some(({ probe }) => probe.asked === 'named')
  const ports = own.map(({ endpoint }) => endpoint.port).join(' and ')
  return [
    {
      endpoint: first.endpoint,
      evidence: [
        seen(`port ${ports}: ${refused ? 'connections are refused' : 'no answer'}`, 'tcp'),
        seen(`port ${other.endpoint.port} of the same host answers`, 'greeting'),
      ],
      certainty: refused ? 'likely' : 'possible',
      ...(named && { severity: 'blocker' as const }),
    },
  ]
}

/** Whether all tried ports mean that the protocol is not there: both standard ones, or those that were named. */
function triedEnough(own: EndpointView[], protocol: Protocol): boolean {
  const ports = own.map(({ endpoint }) => endpoint.port)
  return portsOf[protocol].every((port) => ports.includes(port))
}

/**
 * Hosts that answer by the other protocol and have nothing on either port of this one. A host where nothing answers says
 * nothing about what it offers, and a single closed port is no protocol.
 */
export function judgeOffer(account: AccountView, protocol: Protocol): FindingDraft[] | Quiet {
  const hosts = [...new Set(account.endpoints.map(({ endpoint }) => endpoint.host))]
  const comparable = hosts.flatMap((host) => {
    const here = account.endpoints.filter(({ endpoint }) => endpoint.host === host)
    const own = here.filter(({ endpoint }) => endpoint.protocol === protocol)
    const other = here.find((view) => view.endpoint.protocol !== protocol && greets(view))
    return other !== undefined && triedEnough(own, protocol) ? [{ own, other }] : []
  })
  if (comparable.length === 0) return notApplicable
  const drafts = comparable.flatMap(({ own, other }) => draftFor(own, other))
  return drafts.length === 0 ? undefined : drafts
}
