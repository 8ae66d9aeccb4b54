import type { Failure, Greeting, Protocol, Security } from '../model/index.js'
import {
  Connection,
  type ConnectionCount,
  connectToAny,
  Deadline,
  failed,
  failureOf,
  resolveAddresses,
  Transcript,
  type Trust,
  trustContext,
} from '../net/index.js'
import { parseImapGreeting } from './imap-protocol.js'
import type { ReachOptions } from './options.js'
import { routeOf } from './phases/tcp.js'
import { parsePop3Greeting } from './pop3-protocol.js'

/** What speaks on a port, as far as it could be told. */
export interface Identity {
  protocol?: Protocol
  /** tls, or starttls for a greeting in clear text: whether STARTTLS is really offered is for the probe to find out. */
  security?: Security
  greeting?: Greeting
  /** Why it could not be told. */
  failure?: Failure
  /** TCP connections used. */
  connections: number
}

/** One look at the port. */
interface Look {
  host: string
  port: number
  options: ReachOptions
  trust: Trust
  deadline: Deadline
  count: ConnectionCount
}

/**
 * Finds out what speaks on a port that no standard names: first by TLS, then, when the answer is not TLS, by a second
 * connection in clear text. Reads the greeting, says goodbye, and asks nothing else.
 *
 * @returns protocol and security, or the failure; never throws on account of the server
 */
export async function identifyEndpoint(host: string, port: number, options: ReachOptions): Promise<Identity> {
  const deadline = new Deadline(options.timeoutMs, options.signal)
  const count = { connections: 0 }
  const look: Look = { host, port, options, trust: trustContext(options.caPem), deadline, count }
  try {
    const found = await lookInside(look, true).catch((error: unknown) => {
      if (!worthAnotherLook(failureOf(error))) throw error
      return lookInside(look, false)
    })
    return { ...found, connections: count.connections }
  } catch (error) {
    return { failure: failureOf(error), connections: count.connections }
  }
}

// These mean that TCP works and TLS does not; after anything else clear text would not fare better.
function worthAnotherLook({ cause }: Failure): boolean {
  return (
    cause === 'not-tls' || cause === 'closed-before-server-hello' || cause === 'reset' || cause === 'closed'
  )
}

async function lookInside(look: Look, byTls: boolean): Promise<Omit<Identity, 'connections'>> {
  const { host, port, options, trust, deadline, count } = look
  const route = routeOf({ host, port }, options.connectTo)
  const addresses = await resolveAddresses(route?.toHost ?? host, deadline)
  const { socket } = await connectToAny(addresses, route?.toPort ?? port, deadline, count)
  const connection = new Connection(socket, deadline, new Transcript())
  try {
    if (byTls) await connection.upgradeToTls({ host, trust, deadline })
    connection.startStep()
    return identityOf(connection, await connection.readLine('greeting'))
  } catch (error) {
    connection.close()
    throw error
  }
}

function identityOf(connection: Connection, line: string): Omit<Identity, 'connections'> {
  const security = connection.insideTls ? 'tls' : 'starttls'
  const imap = parseImapGreeting(line)
  const pop3 = parsePop3Greeting(line)
  const [protocol, parsed] = imap.status !== 'other' ? (['imap', imap] as const) : (['pop3', pop3] as const)
  const text = connection.text(parsed.words)
  const greeting: Greeting = { status: parsed.status, text, insideTls: connection.insideTls }
  if (parsed.status === 'other') {
    connection.close()
    const { failure } = failed('not-this-protocol', 'the greeting is neither IMAP nor POP3', {
      serverText: text,
    })
    return { greeting, failure }
  }
  connection.farewell(protocol === 'imap' ? 'bye LOGOUT' : 'QUIT')
  return { protocol, security, greeting }
}
