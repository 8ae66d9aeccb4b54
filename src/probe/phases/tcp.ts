import type { ConnectTo, Endpoint } from '../../model/index.js'
import { Connection, Dial, resolveAddresses } from '../../net/index.js'
import { type Run, trustOf } from '../run.js'

/** Where TCP goes instead of the endpoint's own host and port, if it was told to. */
export function routeOf(
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  connectTo: readonly ConnectTo[],
): ConnectTo | undefined {
  return connectTo.find((route) => route.port === port && route.host.toLowerCase() === host.toLowerCase())
}

/** Whether TCP was told where to go, so that the real addresses of the host are not those that were probed. */
export function isDirected({ endpoint, options }: Run): boolean {
  return routeOf(endpoint, options.connectTo) !== undefined
}

/** Opens the endpoint's one connection. */
export async function tcpPhase(run: Run): Promise<undefined> {
  const { endpoint, options, deadline, facts, transcript } = run
  // Not once connected, when the server waits for the handshake, or says something that it would be taken for.
  if (endpoint.security === 'tls') await trustOf(run)
  const route = routeOf(endpoint, options.connectTo)
  const host = route?.toHost ?? endpoint.host
  const port = route?.toPort ?? endpoint.port
  const addresses = facts.addresses ?? (await resolveAddresses(host, deadline, run.lookup))
  run.dial = new Dial(addresses, port, deadline, facts, { oneAtATime: options.gentle })
  const [first] = run.dial.addresses
  if (first !== undefined) run.place = { address: first, port }
  const { socket, address, connectedTo } = await run.dial.connect()
  run.place = { address, port }
  run.socket = socket
  facts.connectedTo = connectedTo
  run.connection = new Connection(socket, deadline, transcript)
}
