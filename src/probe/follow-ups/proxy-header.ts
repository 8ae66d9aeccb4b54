import { failureAt, itself, type Look } from './look.js'
import type { Subject } from './wire.js'

const ends = ['closed-before-server-hello', 'closed', 'reset', 'timed-out'] as const

/**
 * Whether a port that drops connections, or lets them wait, expects what a load balancer writes before the first byte of
 * its client (ticket class proxy-protocol-mismatch). The header sent here says that nothing is known of the client (The
 * PROXY protocol, section 2.1); any other server takes it for a command that it does not know.
 */
export const proxyHeader: Look = {
  name: 'proxy-header',
  wanted(subject) {
    return saidNothing(subject) ? itself(subject) : []
  },
  async look(wire) {
    const connection = await wire.connect()
    connection.send('PROXY UNKNOWN')
    if (wire.run.endpoint.security === 'tls') await wire.upgrade(connection)
    await wire.greet(connection)
  },
}

/** Nothing at all was heard of the port, also by the looks before. */
function saidNothing({ run }: Subject): boolean {
  const { security } = run.endpoint
  const phase = security === 'tls' ? 'tls' : 'greeting'
  const heard = (run.facts.followUps ?? []).some(
    ({ port, greeting, tls }) => port === run.endpoint.port && (greeting ?? tls) !== undefined,
  )
  return failureAt(run, phase, ...ends) !== undefined && !heard
}
