import type { ConnectTo, Endpoint } from '../../model/index.js'
import { Connection, connectToAny, resolveAddresses } from '../../net/index.js'
import type { Run } from '../run.js'

/** Where TCP goes instead of the endpoint's own host and port, if it was told to. */
export function routeOf(
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  connectTo: readonly ConnectTo[],
): ConnectTo | undefined {
  return connectTo.find((route) => route.port === port && route.host.toLowerCase() === host.toLowerCase())
}

/** Opens the endpoint's one connection. */
export async function tcpPhase(run: Run): Promise<undefined> {
  const { endpoint, options, deadline, facts, transcript } = run
  const route = routeOf(endpoint, options.connectTo)
  const host = route?.toHost ?? endpoint.host
  const addresses = facts.addresses ?? (await resolveAddresses(host, deadline))
  const { socket, connectedTo } = await connectToAny(
    addresses,
    route?.toPort ?? endpoint.port,
    deadline,
    facts,
  )
  facts.connectedTo = connectedTo
  run.connection = new Connection(socket, deadline, transcript)
}
