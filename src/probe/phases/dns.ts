import { isAddress, resolveAddresses } from '../../net/index.js'
import type { Run, Skip } from '../run.js'
import { routeOf } from './tcp.js'

/** Looks the host up, unless no lookup takes place. */
export async function dnsPhase(run: Run): Promise<Skip | undefined> {
  const { endpoint, options, deadline, facts } = run
  if (routeOf(endpoint, options.connectTo) !== undefined) {
    return { because: 'the connection was directed to another address' }
  }
  if (isAddress(endpoint.host)) return { because: 'the host is an address' }
  facts.addresses = await resolveAddresses(endpoint.host, deadline, options.lookup)
  return undefined
}
