import { lookup } from 'node:dns/promises'
import { isAddress } from './address.js'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'

/** Looks a name up: all its addresses, best first. */
export type Lookup = (host: string) => Promise<string[]>

/**
 * All addresses of a name by the system's resolver, in its order: what a mail program on this machine would get.
 *
 * @param host a name, or an address, which is returned as it is without asking anyone
 * @param ask stands in for the system's resolver
 * @throws WireFailure `name-not-found`, `no-address`, `resolver-failed`, `timed-out`, `cancelled`
 */
export async function resolveAddresses(
  host: string,
  deadline: Deadline,
  ask: Lookup = systemLookup,
): Promise<string[]> {
  if (isAddress(host)) return [host]
  try {
    boundSystemResolver(Math.min(deadline.totalMs, limits.dnsMs))
    const found = await deadline.race(ask(host), limits.dnsMs, 'DNS answer')
    const addresses = [...new Set(found)].slice(0, limits.addresses)
    if (addresses.length > 0) return addresses
  } catch (error) {
    throw lookupFailure(error, host)
  }
  throw failed('no-address', `the name has no address (${host})`)
}

/** What glibc does unless told otherwise: two attempts of five seconds at each resolver (resolv.conf(5)). */
const usual = { attempts: 2, seconds: 5 }

/**
 * Lets the system's resolver give up in time. A lookup cannot be called off, and the process cannot end before it: with a
 * silent resolver, a short time limit would be over long before the program. glibc reads this variable when a thread looks
 * up for the first time; elsewhere it is not read at all.
 *
 * @param limitMs how long anybody waits for the answer
 */
export function boundSystemResolver(limitMs: number): void {
  if (process.platform !== 'linux') return
  const seconds = Math.max(1, Math.floor(limitMs / 1000 / usual.attempts))
  if (seconds >= usual.seconds) return
  const attempts = limitMs < 1000 * usual.attempts ? 1 : usual.attempts
  const wish = `timeout:${seconds} attempts:${attempts}`
  const own = process.env.RES_OPTIONS ?? ''
  // Later options win over earlier ones: whatever else the user has set stays.
  if (!own.endsWith(wish)) process.env.RES_OPTIONS = `${own} ${wish}`.trim()
}

/** What this machine's resolver says, hosts file included. It works in a thread of libuv's, and cannot be called off. */
export async function systemLookup(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

// Whatever the system lookup says that is not an answer about the name is a fault of the resolver, not of the name.
function lookupFailure(error: unknown, host: string): WireFailure {
  const failure = failureOf(error, host)
  if (failure.cause !== 'internal') return new WireFailure(failure)
  return failed('resolver-failed', `the resolver failed (${host})`, { code: failure.code })
}
