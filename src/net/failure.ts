import type { Failure, FailureCause } from '../model/index.js'

/** A failure on the wire with its cause; everything that `src/net` throws on purpose is one. */
export class WireFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.name = 'WireFailure'
    this.failure = failure
  }
}

/**
 * Builds a failure to throw.
 *
 * @param cause finer than any library's text
 * @param message one line in our own words
 * @param details code of Node, OpenSSL or the server; the server's words, already cleaned
 */
export function failed(
  cause: FailureCause,
  message: string,
  details: { code?: string | undefined; serverText?: string | undefined } = {},
): WireFailure {
  const failure: Failure = { cause, message }
  if (details.code !== undefined) failure.code = details.code
  if (details.serverText !== undefined && details.serverText !== '') failure.serverText = details.serverText
  return new WireFailure(failure)
}

const systemCauses: Record<string, [FailureCause, string]> = {
  ENOTFOUND: ['name-not-found', 'the name does not exist'],
  ENODATA: ['no-address', 'the name has no address'],
  EAI_AGAIN: ['resolver-failed', 'the resolver did not answer'],
  ESERVFAIL: ['resolver-failed', 'the resolver failed'],
  EREFUSED: ['resolver-failed', 'the resolver refused to answer'],
  ETIMEOUT: ['resolver-failed', 'the resolver did not answer'],
  ECONNREFUSED: ['refused', 'connection refused'],
  ECONNRESET: ['reset', 'connection reset by the other side'],
  ECONNABORTED: ['reset', 'connection aborted'],
  EPIPE: ['closed', 'connection closed by the other side'],
  ETIMEDOUT: ['timed-out', 'no answer from the network'],
  EHOSTUNREACH: ['unreachable', 'host unreachable'],
  ENETUNREACH: ['unreachable', 'network unreachable'],
  EADDRNOTAVAIL: ['unreachable', 'no route from this machine'],
  EHOSTDOWN: ['unreachable', 'host down'],
  ENETDOWN: ['unreachable', 'network down'],
  EACCES: ['unreachable', 'connection forbidden on this machine'],
  EPERM: ['unreachable', 'connection forbidden on this machine'],
}

// What OpenSSL says when the bytes that came back were not TLS records at all: the reason depends on the first bytes.
const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_BAD_RECORD_TYPE',
  'ERR_SSL_RECORD_TOO_SMALL',
])

const protocolVersion = new Set([
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_UNKNOWN_SSL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
  'ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK',
])

// We never send a certificate, so that an alert about one can only ask for it (RFC 8446 section 6.2).
const clientCertificate = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_NO_CERTIFICATE',
])

/**
 * Turns anything thrown by Node or OpenSSL into a failure. What is not recognised as the network's or the peer's doing is
 * `internal`, so that it is never mistaken for a fault of the server.
 *
 * @param error what was caught
 * @param where optional object of the sentence, for example `192.0.2.1:993`
 */
export function failureOf(error: unknown, where = ''): Failure {
  if (error instanceof WireFailure) return error.failure
  const { code, message } = fieldsOf(error)
  const [cause, words] = classify(code, message)
  const failure: Failure = { cause, message: where === '' ? words : `${words} (${where})` }
  if (code !== undefined) failure.code = code
  return failure
}

function classify(code: string | undefined, message: string): [FailureCause, string] {
  if (message.includes('before secure TLS connection was established')) {
    return ['closed-before-server-hello', 'connection closed before the server said hello in TLS']
  }
  if (code === undefined) return ['internal', `unexpected error: ${message}`]
  const system = systemCauses[code]
  if (system !== undefined) return system
  if (code.startsWith('EAI_')) return ['resolver-failed', 'the resolver failed']
  if (notTls.has(code)) return ['not-tls', 'the answer to the TLS handshake is not TLS']
  if (protocolVersion.has(code)) return ['protocol-version', 'no common TLS version']
  if (clientCertificate.has(code)) {
    return ['client-certificate-required', 'the server demands a certificate from its client']
  }
  if (/^ERR_(SSL|TLS|OSSL)_/.test(code) || code === 'EPROTO') {
    return ['handshake-failed', `the TLS handshake failed: ${opensslWords(code)}`]
  }
  return ['internal', `unexpected error: ${code}`]
}

function opensslWords(code: string): string {
  return code
    .replace(/^ERR_(SSL|TLS|OSSL)_/, '')
    .replaceAll('_', ' ')
    .toLowerCase()
}

function fieldsOf(error: unknown): { code: string | undefined; message: string } {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  // OpenSSL renamed these reasons (Node 26); one name for one thing, whatever Node made the document.
  return { code: code?.replace('ERR_SSL_SSL/TLS_ALERT_', 'ERR_SSL_SSLV3_ALERT_'), message: error.message }
}
