import { describe, expect, test } from 'vitest'
import { failed, failureOf } from '../../src/net/index.js'

function errorWith(code: string, message = 'text of the library'): Error {
  return Object.assign(new Error(message), { code })
}

describe('failureOf', () => {
  test('gives one code for an alert that OpenSSL renamed', () => {
    const codes = ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE']
    expect(new Set(codes.map((code) => JSON.stringify(failureOf(errorWith(code))))).size).toBe(1)
    expect(failureOf(errorWith(codes[0] ?? ''))).toMatchObject({ cause: 'client-certificate-required' })
  })

  test.each([
    ['ENOTFOUND', 'name-not-found'],
    ['ENODATA', 'no-address'],
    ['EAI_AGAIN', 'resolver-failed'],
    ['EAI_FAIL', 'resolver-failed'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['EADDRNOTAVAIL', 'unreachable'],
    ['ETIMEDOUT', 'timed-out'],
    ['EPIPE', 'closed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-tls'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'protocol-version'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'protocol-version'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'handshake-failed'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate-required'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'handshake-failed'],
    ['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'handshake-failed'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'handshake-failed'],
    ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'handshake-failed'],
    ['ERR_INVALID_ARG_TYPE', 'internal'],
  ])('%s is %s', (code, cause) => {
    const failure = failureOf(errorWith(code))
    expect(failure).toMatchObject({ cause, code })
    expect(failure.message).not.toContain('\n')
  })

  test('a drop before the server hello is told from a reset of the same code', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established'
    expect(failureOf(errorWith('ECONNRESET', message)).cause).toBe('closed-before-server-hello')
  })

  test('keeps a failure of our own as it is', () => {
    const failure = failed('bye', 'gone', { code: 'UNAVAILABLE', serverText: '' })
    expect(failureOf(failure)).toEqual({ cause: 'bye', message: 'gone', code: 'UNAVAILABLE' })
  })

  test('a bug is internal', () => {
    expect(failureOf(new TypeError('x is not a function')).cause).toBe('internal')
    expect(failureOf('thrown text').cause).toBe('internal')
  })
})
