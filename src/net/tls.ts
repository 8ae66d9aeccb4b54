import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import * as tls from 'node:tls'
import type { TlsFacts, TlsProblem } from '../model/index.js'
import { isAddress } from './address.js'
import { certificateFacts, chainAsSent } from './certificate.js'
import type { Deadline } from './deadline.js'
import { failed, failureOf, WireFailure } from './failure.js'
import { limits } from './limits.js'
import type { Trust } from './trust.js'

/** What a handshake needs to know. */
export interface HandshakeOptions {
  /** The host that the user named: for SNI and for the check of the certificate's names. */
  host: string
  trust: Trust
  deadline: Deadline
  /** false: no server name is sent. */
  sni?: boolean
  /** Application protocols to offer (RFC 7301); none by default. */
  alpn?: readonly string[]
  /** Limit of the handshake alone. */
  stepMs?: number
}

/**
 * One TLS handshake over a connected socket, verified without aborting: certificate, chain and verdict come from the same
 * handshake, and the caller decides by `facts.verified`. Sends SNI for names (RFC 6066 section 3 forbids addresses) and no
 * ALPN, which some proxies refuse.
 *
 * @throws WireFailure `not-tls`, `closed-before-server-hello`, `protocol-version`, `handshake-failed`, `timed-out`, …
 */
export async function handshake(
  socket: Socket,
  { host, trust, deadline, sni = true, alpn, stepMs = limits.stepMs }: HandshakeOptions,
): Promise<{ socket: tls.TLSSocket; facts: TlsFacts }> {
  const name = host.replace(/\.$/, '')
  const receivedBefore = socket.bytesRead
  const secured = tls.connect({
    socket,
    host: name,
    ...(sni && !isAddress(name) && { servername: name }),
    ...(alpn !== undefined && { ALPNProtocols: [...alpn] }),
    secureContext: trust,
    rejectUnauthorized: false,
  })
  secured.on('error', () => {})
  let keysMade = false
  secured.once('keylog', () => {
    keysMade = true
  })
  try {
    await deadline.race(secureConnect(secured), stepMs, 'TLS handshake')
    return { socket: secured, facts: tlsFacts(secured, name) }
  } catch (error) {
    const answered = socket.bytesRead > receivedBefore
    secured.destroy()
    socket.destroy()
    throw handshakeFailure(error, { answered, keysMade })
  }
}

function secureConnect(socket: tls.TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
    socket.once('close', () => reject(failed('closed', 'connection closed during the TLS handshake')))
  })
}

/** How far a handshake had come: any bytes from the server, and keys, which both sides make of the server's hello. */
interface Progress {
  answered: boolean
  keysMade: boolean
}

// Before TLS 1.3 there is no alert of its own for a missing client certificate (RFC 5246 section 7.4.6): the server sends
// what it also sends for want of a common cipher suite, but not before the suite was agreed and the keys were made.
const refusal = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'

function handshakeFailure(error: unknown, { answered, keysMade }: Progress): WireFailure {
  const failure = failureOf(error)
  if (keysMade && failure.code === refusal) {
    const message = 'the server demands a certificate from its client'
    return failed('client-certificate-required', message, { code: refusal })
  }
  if (failure.cause !== 'closed-before-server-hello' || !answered) return new WireFailure(failure)
  return failed('closed', 'connection closed during the TLS handshake', { code: failure.code })
}

function tlsFacts(socket: tls.TLSSocket, host: string): TlsFacts {
  // Asked for once only: Node takes the certificate out of OpenSSL's list, and a second call finds none.
  const certificate = socket.getPeerX509Certificate()
  const chain = chainAsSent(certificate).map(certificateFacts)
  const problem = firstProblem(socket, certificate, host)
  const facts: TlsFacts = {
    verified: problem === undefined,
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    chain,
  }
  if (problem !== undefined) facts.problem = problem
  const [own] = chain
  if (own !== undefined) facts.certificate = own
  const keyExchange = keyExchangeOf(socket)
  if (keyExchange !== undefined) facts.keyExchange = keyExchange
  return facts
}

function keyExchangeOf(socket: tls.TLSSocket): string | undefined {
  const info: { type?: string; name?: string; size?: number } | null | object = socket.getEphemeralKeyInfo()
  const { type, name, size } = { ...info } as { type?: string; name?: string; size?: number }
  // TLS 1.3 always has an ephemeral key, but this Node may not know its kind; before, none means RSA key exchange.
  if (type === undefined) return socket.getProtocol() === 'TLSv1.3' ? undefined : 'none'
  return [type, name, size].filter((part) => part !== undefined).join(' ')
}

const problems: Record<string, string> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends in a root that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'the issuer of a certificate in the chain is missing',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the server sent its own certificate only, and its issuer is not known here',
  CERT_UNTRUSTED: 'the issuer is not trusted for servers',
  CERT_REVOKED: 'the certificate was revoked',
  INVALID_PURPOSE: 'the certificate is not meant for servers',
  CERT_SIGNATURE_FAILURE: 'a signature in the chain is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate does not name this host',
}

function firstProblem(
  socket: tls.TLSSocket,
  certificate: X509Certificate | undefined,
  host: string,
): TlsProblem | undefined {
  if (!socket.authorized) {
    const code = errorCode(socket.authorizationError)
    return { code, message: problems[code] ?? 'the certificate does not verify' }
  }
  // Node itself falls back to the common name; RFC 9525 section 2 and current mail programs do not.
  if (namesHost(certificate, host)) return undefined
  const code = 'ERR_TLS_CERT_ALTNAME_INVALID'
  return { code, message: 'the certificate does not name this host' }
}

function namesHost(certificate: X509Certificate | undefined, host: string): boolean {
  if (certificate === undefined) return false
  if (isAddress(host)) return certificate.checkIP(host) !== undefined
  return certificate.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined
}

// The type says Error; what Node sets is the code as a string.
function errorCode(error: unknown): string {
  if (typeof error === 'string') return error
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message
  return 'UNVERIFIED'
}
