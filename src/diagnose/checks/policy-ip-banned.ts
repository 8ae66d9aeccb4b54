import { type AccountCheck, type FindingDraft, seen } from '../check.js'
import { type HostView, hostsOf, portsIn, stateAfter } from '../derive/reach.js'
import { isDropped } from '../derive/tls.js'

/** So many ports that all turn away look like a ban; fewer are better explained by the service. */
const manyPorts = 3

/** A port that took the first connection and no later one of the same run: the ban came in between (T113). */
function lockedOut({ views }: HostView): FindingDraft[] {
  return views.flatMap((view) => {
    if (!view.observed('tcp')) return []
    const later = view.probe.followUps?.find(
      ({ port, failure }) => port === view.endpoint.port && stateAfter(failure) === 'refused',
    )
    if (later === undefined) return []
    const evidence = [
      seen('the first connection was taken', 'tcp'),
      seen(`a later one of the same run was not: ${later.failure?.message}`, 'tcp'),
    ]
    return [
      { endpoint: view.endpoint, evidence, certainty: 'likely' as const, severity: 'degraded' as const },
    ]
  })
}

/** Every port turns away at once. A service that is down looks the same, so this is only a possibility. */
function turnedAway(host: HostView): FindingDraft[] {
  const [view] = host.views
  const refused = portsIn(host, 'refused')
  // Who is greeted is not banned, whatever goes wrong afterwards.
  if (host.views.some((one) => one.observed('greeting'))) return []
  const dropped = host.views.filter(isDropped).map(({ endpoint }) => endpoint.port)
  const away = [...refused, ...dropped]
  if (view === undefined || away.length < manyPorts || away.length < host.ports.length) return []
  const evidence = [seen(`port ${away.join(', ')} turned this machine away at once`, 'tcp')]
  return [{ endpoint: view.endpoint, evidence, certainty: 'possible' }]
}

/** This machine's address may be banned, for example by fail2ban after too many connections without a sign-in. */
export const policyIpBanned: AccountCheck = {
  id: 'policy-ip-banned',
  scope: 'account',
  judge(account) {
    return hostsOf(account).flatMap((host) => [...lockedOut(host).slice(0, 1), ...turnedAway(host)])
  },
}
