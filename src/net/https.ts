import type { Socket } from 'node:net'
import type { ConnectTo } from '../model/index.js'
import { isOfThisNetwork } from './address.js'
import { Dial } from './connect.js'
import { Deadline } from './deadline.js'
import { failed } from './failure.js'
import type { HttpAnswer, HttpQuestion } from './http-exchange.js'
import { limits } from './limits.js'
import { type Lookup, resolveAddresses } from './resolve.js'
import { handshake } from './tls.js'
import type { Trust } from './trust.js'

/** How a request reaches the network. */
export interface HttpReach {
  /** Ends the request, above the limit that each one has. */
  deadline: Deadline
  trust: Trust
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo: readonly ConnectTo[]
  /** Stands in for the system's resolver. */
  lookup?: Lookup | undefined
}

/**
 * Sends one request over a connection of its own and reads the answer, all within `limits.httpMs`. Nothing is sent before
 * the certificate is verified for the named host. Redirects are not followed.
 *
 * @throws WireFailure `name-not-found`, `private-address`, `refused`, `timed-out`, `not-tls`, `handshake-failed` (with
 *   OpenSSL's code when the certificate does not verify), `too-much-data`, `malformed`, `closed`, `cancelled`, …
 */
export async function httpAnswer(question: HttpQuestion, reach: HttpReach): Promise<HttpAnswer> {
  const total = Math.min(limits.httpMs, reach.deadline.remainingMs)
  const deadline = new Deadline(total, reach.deadline.signal)
  // Loaded here: Node's part for HTTP takes its time, and most looks at a mail server ask for no document.
  const [socket, { exchange }] = await Promise.all([
    connected(question.url, { ...reach, deadline }),
    import('./http-exchange.js'),
  ])
  try {
    return await deadline.race(exchange(socket, question), deadline.remainingMs, 'HTTP answer')
  } finally {
    socket.destroy()
  }
}

async function connected(url: URL, reach: HttpReach): Promise<Socket> {
  const { deadline, trust } = reach
  const host = hostOf(url)
  const { addresses, port } = await placeOf(host, url, reach)
  const dial = new Dial(addresses, port, deadline, { connections: 0 }, { oneAtATime: true })
  const { socket } = await dial.connect()
  if (url.protocol === 'http:') return socket
  const secured = await handshake(socket, { host, trust, deadline, stepMs: deadline.remainingMs })
  const { problem } = secured.facts
  if (problem === undefined) return secured.socket
  secured.socket.destroy()
  throw failed('handshake-failed', `${problem.message} (${host})`, { code: problem.code })
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'http:' ? 80 : 443
}

async function placeOf(
  host: string,
  url: URL,
  { connectTo, deadline, lookup }: HttpReach,
): Promise<{ addresses: string[]; port: number }> {
  const port = portOf(url)
  const route = connectTo.find((one) => one.port === port && one.host.toLowerCase() === host)
  // A mapping is the user's own word, so that it may lead into the user's own network.
  if (route !== undefined) {
    return { addresses: await resolveAddresses(route.toHost, deadline, lookup), port: route.toPort }
  }
  const found = await resolveAddresses(host, deadline, lookup)
  const addresses = found.filter((address) => !isOfThisNetwork(address))
  if (addresses.length > 0) return { addresses, port }
  throw failed(
    'private-address',
    `the name leads only to addresses of this machine or network, which are not asked: ${found.join(', ')}`,
  )
}
