import { resolveAt } from '../../net/index.js'
import { failureAt, type Look, type Target } from './look.js'

const dnsPort = 53
const mostResolvers = 2

/**
 * The name asked of resolvers that the user named, when the system's failed: whether the fault is this machine's (ticket
 * class dns-resolver-local). Host and port of the result are the resolver's.
 */
export const otherResolver: Look = {
  name: 'other-resolver',
  wanted({ run }) {
    const failure = failureAt(run, 'dns')
    if (failure === undefined || failure.cause === 'cancelled') return []
    return (run.options.dnsServers ?? []).slice(0, mostResolvers).map(resolverAt)
  },
  async look(wire) {
    const { host, port } = wire.target
    const server = `${host.includes(':') ? `[${host}]` : host}:${port}`
    wire.seen.addresses = await resolveAt(server, wire.run.endpoint.host, wire.deadline)
  },
}

function resolverAt(text: string): Target {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  return { host: bracketed ?? plain ?? text, port: port === undefined ? dnsPort : Number(port) }
}
