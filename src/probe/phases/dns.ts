import { failed, isAddress, isOfThisNetwork, resolveAddresses } from '../../net/index.js'
import type { Run, Skip } from '../run.js'
import { routeOf } from './tcp.js'

/** Looks the host up, unless no lookup takes place. */
export async function dnsPhase(run: Run): Promise<Skip | undefined> {
  const { endpoint, options, deadline, facts } = run
  if (routeOf(endpoint, options.connectTo) !== undefined) {
    return { because: 'the connection was directed to another address' }
  }
  if (isAddress(endpoint.host)) return { because: 'the host is an address' }
  const found = await resolveAddresses(endpoint.host, deadline, run.lookup)
  facts.addresses = options.privateAllowed?.(endpoint) === false ? publicOnly(found, endpoint.host) : found
  return undefined
}

// Nobody may use a record to reach into the network of whoever looks it up.
function publicOnly(addresses: readonly string[], host: string): string[] {
  const open = addresses.filter((address) => !isOfThisNetwork(address))
  if (open.length > 0) return open
  const where = addresses.join(', ')
  throw failed(
    'private-address',
    `the name leads to this machine or network (${host}: ${where}), where a name found by a search must not lead`,
  )
}
