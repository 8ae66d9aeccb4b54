import { type Connection, limits, WireFailure } from '../../net/index.js'
import type { ParsedGreeting } from '../dialogue.js'
import { failureAt, itself, type Look } from './look.js'
import type { Wire } from './wire.js'

/**
 * What a port that does not speak TLS says in clear: OpenSSL's error is the same for IMAP, POP3, SMTP and HTTP, and only
 * the first line tells them apart (ticket class tls-implicit-on-plaintext-port).
 */
export const plaintextLook: Look = {
  name: 'plaintext-look',
  wanted(subject) {
    const { run } = subject
    const causes = ['not-tls', 'closed-before-server-hello', 'closed', 'reset', 'timed-out'] as const
    const noTls = run.endpoint.security === 'tls' && failureAt(run, 'tls', ...causes) !== undefined
    return noTls ? itself(subject) : []
  },
  async look(wire) {
    const connection = await wire.connect()
    const greeting = await firstWords(wire, connection)
    if (greeting.status !== 'ok') return
    const asked = wire.dialogue.capabilities(connection, false)
    const list = await wire.within(asked, 'capabilities').catch(() => undefined)
    if (list !== undefined) wire.seen.capabilities = list.map((name) => wire.transcript.clean(name))
  },
}

/**
 * The first line. Something that answered a TLS hello and then waits for its client to speak, as HTTP does, is sent a
 * goodbye: it changes nothing, and the answer shows what it is.
 */
async function firstWords(wire: Wire, connection: Connection): Promise<ParsedGreeting> {
  const speaksSecond = failureAt(wire.run, 'tls', 'not-tls') !== undefined
  if (!speaksSecond) return wire.greet(connection)
  try {
    return await wire.greet(connection, limits.lookMs / 2)
  } catch (error) {
    const silent = error instanceof WireFailure && error.failure.cause === 'timed-out'
    if (!silent || !connection.usable) throw error
    connection.send(wire.dialogue.goodbye())
    return wire.greet(connection, limits.lookMs / 2)
  }
}
