import { trustContext, WireFailure } from '../../net/index.js'
import { deepInTls, failureAt, itself, type Look } from './look.js'

const refusals = ['protocol-version', 'handshake-failed'] as const

/**
 * A handshake that goes down to TLS 1.0 and old cipher suites: an old server and an old client get the same alert, and
 * only this retry tells them apart (ticket class tls-server-too-old). Where TLS works already, it offers nothing newer than
 * TLS 1.1, which RFC 8996 forbids.
 */
export const legacyTls: Look = {
  name: 'legacy-tls',
  wanted(subject) {
    const { run } = subject
    // Some servers, Dovecot among them, hang up on an offer that they cannot meet instead of sending an alert.
    const refused = failureAt(run, 'tls', ...refusals, 'closed-before-server-hello', 'closed', 'reset')
    return refused !== undefined || deepInTls(run) ? itself(subject) : []
  },
  async look(wire) {
    const { facts, options } = wire.run
    const retry = (more: { unsafeRenegotiation?: true; maxVersion?: 'TLSv1.1' }) =>
      wire.secure({ trust: trustContext(options.caPem, more) })
    if (facts.tls !== undefined) {
      await retry({ unsafeRenegotiation: true, maxVersion: 'TLSv1.1' })
      return
    }
    try {
      await retry({})
    } catch (error) {
      if (!isRefusal(error)) throw error
      await retry({ unsafeRenegotiation: true })
    }
  },
}

// Silence and closed ports will not change by another set of options.
function isRefusal(error: unknown): boolean {
  return error instanceof WireFailure && refusals.some((cause) => cause === error.failure.cause)
}
