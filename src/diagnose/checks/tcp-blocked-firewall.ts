import { type AccountCheck, type FindingDraft, seen } from '../check.js'
import { type HostView, hostsOf, portsIn, spare, stateOf, webAnswers } from '../derive/reach.js'

function signsOfLife(host: HostView): string[] {
  const open = portsIn(host, 'open')
  const refused = portsIn(host, 'refused')
  return [
    ...(open.length > 0 ? [`port ${open.join(', ')} of the same host answers`] : []),
    ...(refused.length > 0 ? [`port ${refused.join(', ')} of the same host refuses at once`] : []),
    ...(webAnswers(host) ? ['the web port of the same host answers'] : []),
  ]
}

function judgeHost(host: HostView): FindingDraft[] {
  const silent = host.views.filter((view) => stateOf(view) === 'silent')
  const alive = signsOfLife(host)
  const view = silent.find((one) => !spare(one, host)) ?? silent[0]
  if (view === undefined || alive.length === 0) return []
  const ports = silent.map(({ endpoint }) => endpoint.port).sort((a, b) => a - b)
  return [
    {
      endpoint: view.endpoint,
      args: { ports },
      evidence: [
        seen(`no connection on port ${ports.join(', ')}: ${view.failed?.failure.message}`, 'tcp'),
        ...alive.map((text) => seen(text, 'tcp')),
      ],
      certainty: 'likely',
      ...(spare(view, host) && { severity: 'note' as const }),
    },
  ]
}

/** Silence on this port while the same host answers on another: something on the way drops it (T017). */
export const tcpBlockedFirewall: AccountCheck = {
  id: 'tcp-blocked-firewall',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap(judgeHost)
  },
}
