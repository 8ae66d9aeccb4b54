import type { Failure } from '../../model/index.js'
import { deepInTls, failureAt, hasName, itself, type Look } from './look.js'
import type { Subject } from './wire.js'

/**
 * A handshake that names no server. It shows what programs without SNI get (ticket class tls-sni-missing), and whether a
 * server that breaks off does so because of the name (T047).
 */
export const withoutSni: Look = {
  name: 'without-sni',
  wanted(subject) {
    const { run } = subject
    return hasName(run) && (mayBeTheName(subject) || deepInTls(run)) ? itself(subject) : []
  },
  async look(wire) {
    await wire.secure({ sni: false })
  },
}

/** Whether TLS failed in a way in which servers refuse a name that they do not know. */
export function mayBeTheName({ run }: Subject): boolean {
  const failure = failureAt(
    run,
    'tls',
    ...(['closed-before-server-hello', 'closed', 'reset', 'handshake-failed'] as const),
  )
  return failure !== undefined && (failure.cause !== 'handshake-failed' || isNameAlert(failure))
}

// RFC 6066 section 3 has an alert for it, but servers also send these general ones.
function isNameAlert({ code = '' }: Failure): boolean {
  return /UNRECOGNIZED_NAME|ALERT_HANDSHAKE_FAILURE|ALERT_INTERNAL_ERROR|ALERT_ACCESS_DENIED/.test(code)
}
