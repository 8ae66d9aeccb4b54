import type { FailureCause, Protocol } from '../../model/index.js'
import type { Run } from '../run.js'
import { failureAt, firstOfHost, type Look } from './look.js'
import { placeIfKnown, type Target } from './wire.js'

const ports: readonly { port: number; protocol: Protocol; clear: boolean }[] = [
  { port: 993, protocol: 'imap', clear: false },
  { port: 143, protocol: 'imap', clear: true },
  { port: 995, protocol: 'pop3', clear: false },
  { port: 110, protocol: 'pop3', clear: true },
]
const mostPorts = 3

/**
 * Whether the other mail ports of the same address are open: it tells a service that is off from a host that is down, and
 * a filter from both (ticket classes tcp-service-not-enabled, tcp-blocked-firewall). On a port in clear the greeting is
 * read as well, at no further cost: TLS broken while clear text greets is a fault of the TLS set-up
 * (tls-server-context-broken).
 */
export const otherPort: Look = {
  name: 'other-port',
  async wanted(subject) {
    const { run, account, deadline } = subject
    const { host, protocol } = run.endpoint
    if (!unreached(run) || !firstOfHost(subject, unreached)) return []
    const probed = account
      .filter(({ endpoint }) => endpoint.host === host)
      .map(({ endpoint }) => endpoint.port)
    const left = ports.filter(({ port }) => !probed.includes(port))
    const sameFirst = [...left].sort(
      (a, b) => Number(b.protocol === protocol) - Number(a.protocol === protocol),
    )
    const targets: Target[] = sameFirst.map(({ port }) => ({ host, port }))
    const places = await Promise.all(targets.map((target) => placeIfKnown(run, target, deadline)))
    return targets.filter((_, index) => places[index] !== undefined).slice(0, mostPorts)
  },
  async look(wire) {
    const known = ports.find(({ port }) => port === wire.target.port)
    const connection = await wire.connect(known)
    if (known?.clear) await wire.greet(connection).catch(() => {})
  },
}

// What this side did, or could not do, says nothing about the server's other ports.
const ours: readonly FailureCause[] = ['cancelled', 'internal', 'unreachable']

function unreached(run: Run): boolean {
  const failure = failureAt(run, 'tcp') ?? failureAt(run, 'tls') ?? failureAt(run, 'greeting')
  return failure !== undefined && !ours.includes(failure.cause)
}
