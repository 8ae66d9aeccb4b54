import { failureAt, itself, type Look } from './look.js'

/**
 * Whether a port that is silent in clear waits for TLS from the first byte (ticket classes starttls-on-implicit-port and
 * tls-plaintext-on-implicit-port): to be known before anyone says that the server hangs.
 */
export const tlsLook: Look = {
  name: 'tls-look',
  wanted(subject) {
    const { run } = subject
    const silent = failureAt(run, 'greeting', 'timed-out', 'closed', 'reset') !== undefined
    return silent && run.endpoint.security !== 'tls' ? itself(subject) : []
  },
  async look(wire) {
    await wire.secure({ from: 'tls' })
  },
}
