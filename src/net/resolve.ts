import { lookup } from 'node:dns/promises'
import { isAddress } from './address.js'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'

/**
 * All addresses of a name by the system's resolver, in its order: what a mail program on this machine would get.
 *
 * @param host a name, or an address, which is returned as it is without asking anyone
 * @throws WireFailure `name-not-found`, `no-address`, `resolver-failed`, `timed-out`, `cancelled`
 */
export async function resolveAddresses(host: string, deadline: Deadline): Promise<string[]> {
  if (isAddress(host)) return [host]
  try {
    const found = await deadline.race(
      lookup(host, { all: true, order: 'verbatim' }),
      limits.dnsMs,
      'DNS answer',
    )
    const addresses = [...new Set(found.map((entry) => entry.address))].slice(0, limits.addresses)
    if (addresses.length > 0) return addresses
  } catch (error) {
    throw lookupFailure(error, host)
  }
  throw failed('no-address', `the name has no address (${host})`)
}

// Whatever the system lookup says that is not an answer about the name is a fault of the resolver, not of the name.
function lookupFailure(error: unknown, host: string): WireFailure {
  const failure = failureOf(error, host)
  if (failure.cause !== 'internal') return new WireFailure(failure)
  return failed('resolver-failed', `the resolver failed (${host})`, { code: failure.code })
}
