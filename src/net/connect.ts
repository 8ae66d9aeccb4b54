import { createConnection, isIPv6, type Socket } from 'node:net'
import type { FailureCause } from '../model/index.js'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'

/** Counts TCP connections, tried ones included: each one is seen by the other side. */
export interface ConnectionCount {
  connections: number
}

/** An open TCP connection and the address that answered. */
export interface Connected {
  socket: Socket
  /** `address:port`, IPv6 in brackets. */
  connectedTo: string
}

/**
 * Connects to the first address that answers, one after the other, each tried by itself: racing them would hide a dead
 * one. A silent address never uses up the time that the others need.
 *
 * @param count raised by one for every attempt
 * @throws WireFailure with the most telling cause when no address answers
 */
export async function connectToAny(
  addresses: readonly string[],
  port: number,
  deadline: Deadline,
  count: ConnectionCount,
): Promise<Connected> {
  const tried = bothFamilies(addresses).slice(0, limits.addressesTried)
  const failures: WireFailure[] = []
  for (const [index, address] of tried.entries()) {
    const left = tried.length - index
    const share = left === 1 ? deadline.remainingMs : deadline.remainingMs / (left + 1)
    try {
      count.connections += 1
      return await connectToOne(address, port, deadline, Math.min(limits.connectMs, share))
    } catch (error) {
      failures.push(error instanceof WireFailure ? error : new WireFailure(failureOf(error)))
      if (deadline.signal?.aborted) break
    }
  }
  throw mostTelling(failures)
}

async function connectToOne(
  address: string,
  port: number,
  deadline: Deadline,
  stepMs: number,
): Promise<Connected> {
  const connectedTo = `${isIPv6(address) ? `[${address}]` : address}:${port}`
  const socket = createConnection({ host: address, port, autoSelectFamily: false, noDelay: true })
  // Stays for the socket's whole life: an error after everyone stopped listening must not end the process.
  socket.on('error', () => {})
  try {
    const opened = new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    await deadline.race(opened, stepMs, `TCP connection to ${connectedTo}`)
    return { socket, connectedTo }
  } catch (error) {
    socket.destroy()
    throw new WireFailure(failureOf(error, connectedTo))
  }
}

// A long list of one family must not push the other one out of the few that are tried.
function bothFamilies(addresses: readonly string[]): string[] {
  if (addresses.length <= limits.addressesTried) return [...addresses]
  const [first = ''] = addresses
  const same = addresses.filter((address) => isIPv6(address) === isIPv6(first))
  const other = addresses.filter((address) => isIPv6(address) !== isIPv6(first))
  return same.flatMap((address, index) => [address, ...other.slice(index, index + 1)])
}

// A refusal says more than silence, and silence more than a missing route of this machine for one address family.
const telling: FailureCause[] = ['cancelled', 'refused', 'reset', 'timed-out', 'unreachable']

function mostTelling(failures: readonly WireFailure[]): WireFailure {
  const byCause = telling.map((cause) => failures.find(({ failure }) => failure.cause === cause))
  const best = byCause.find((failure) => failure !== undefined) ?? failures.at(-1)
  if (best === undefined) return failed('no-address', 'no address to connect to')
  if (failures.length === 1) return best
  return failed(best.failure.cause, `none of ${failures.length} addresses answered: ${best.message}`, {
    code: best.failure.code,
  })
}
