import { describe, expect, test } from 'vitest'
import { clientCertificateRequired } from '../../src/diagnose/checks/client-certificate-required.js'
import { greetingClosedBackendDown } from '../../src/diagnose/checks/greeting-closed-backend-down.js'
import { proxyProtocolMismatch } from '../../src/diagnose/checks/proxy-protocol-mismatch.js'
import { starttlsOnImplicitPort } from '../../src/diagnose/checks/starttls-on-implicit-port.js'
import { tlsAlpnRejected } from '../../src/diagnose/checks/tls-alpn-rejected.js'
import { tlsCipherMismatch } from '../../src/diagnose/checks/tls-cipher-mismatch.js'
import { tlsClientTooOld } from '../../src/diagnose/checks/tls-client-too-old.js'
import { tlsDhTooSmall } from '../../src/diagnose/checks/tls-dh-too-small.js'
import { tlsHandshakeFailed } from '../../src/diagnose/checks/tls-handshake-failed.js'
import { tlsImplicitOnPlaintextPort } from '../../src/diagnose/checks/tls-implicit-on-plaintext-port.js'
import { tlsLegacyOffered } from '../../src/diagnose/checks/tls-legacy-offered.js'
import { tlsLegacyRenegotiation } from '../../src/diagnose/checks/tls-legacy-renegotiation.js'
import { tlsPlaintextOnImplicitPort } from '../../src/diagnose/checks/tls-plaintext-on-implicit-port.js'
import { tlsServerContextBroken } from '../../src/diagnose/checks/tls-server-context-broken.js'
import { tlsServerTooOld } from '../../src/diagnose/checks/tls-server-too-old.js'
import { tlsSniMissing } from '../../src/diagnose/checks/tls-sni-missing.js'
import { tlsWeakKeyExchange } from '../../src/diagnose/checks/tls-weak-key-exchange.js'
import { wrongServiceOnPort } from '../../src/diagnose/checks/wrong-service-on-port.js'
import type { EndpointProbe, FollowUp, TlsFacts } from '../../src/model/index.js'
import { attempt, type Case, type Different, failure, judge, look, probeOf, tlsOf } from './literal-probe.js'

const healthy = probeOf()
const refused = probeOf({ fails: ['tcp', failure('refused')] })

function notTls(followUps: FollowUp[] = [], different: Different = {}): EndpointProbe {
  return probeOf({ port: 143, security: 'tls', fails: ['tls', failure('not-tls')], followUps, ...different })
}

function inClear(status: 'ok' | 'other', text: string): FollowUp {
  return look('plaintext-look', {
    greeting: { status, text, insideTls: false },
    capabilities: ['IMAP4rev1', 'starttls'],
  })
}

function silentClear(port: number, security: 'starttls' | 'none', followUps?: FollowUp[]): EndpointProbe {
  return probeOf({
    port,
    security,
    fails: ['greeting', failure('timed-out')],
    ...(followUps && { followUps }),
  })
}

function tlsFails(code: string, followUps: FollowUp[] = []): EndpointProbe {
  return probeOf({ fails: ['tls', failure('handshake-failed', { code })], followUps })
}

const handshakeAlert = 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'
const legacy = (facts: Partial<TlsFacts>) => look('legacy-tls', { tls: tlsOf({}, undefined, facts) })
const tooOld = probeOf({
  fails: ['tls', failure('protocol-version')],
  followUps: [legacy({ protocol: 'TLSv1', cipher: 'TLS_RSA_WITH_AES_256_CBC_SHA' })],
})
const cipherOnly = tlsFails(handshakeAlert, [
  legacy({ protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_CAMELLIA_256_CBC_SHA' }),
])
const withoutDheRefused = look('without-dhe', { outcome: 'failed', failure: failure('handshake-failed') })
const dheOnly = (facts: Partial<TlsFacts> = {}, second = withoutDheRefused) =>
  probeOf({
    tls: tlsOf({}, undefined, {
      cipher: 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384',
      keyExchange: 'DH 2048',
      ...facts,
    }),
    followUps: [second],
  })
const greeted = (status: 'ok' | 'other') =>
  look('proxy-header', { port: 143, greeting: { status, text: 'ready', insideTls: false } })
const dropped = (port: number, different: Different = {}) =>
  probeOf({
    port,
    fails: [port > 500 ? 'tls' : 'greeting', failure(port > 500 ? 'closed-before-server-hello' : 'closed')],
    ...different,
  })
const starttlsDropped = probeOf({ port: 143, fails: ['tls', failure('closed-before-server-hello')] })
const withCipher = (cipher: string) => probeOf({ tls: tlsOf({}, undefined, { protocol: 'TLSv1.2', cipher }) })
const refusedLegacy = look('legacy-tls', { outcome: 'failed', failure: failure('protocol-version') })

const cases: Case[] = [
  {
    check: tlsImplicitOnPlaintextPort,
    when: 'the port greets in clear',
    probes: [notTls([inClear('ok', 'ready')])],
    says: { certainty: 'certain' },
  },
  {
    check: tlsImplicitOnPlaintextPort,
    when: 'nobody looked, and the port is 143',
    probes: [notTls()],
    says: { certainty: 'likely' },
  },
  {
    check: tlsImplicitOnPlaintextPort,
    when: 'nobody looked, and the port says nothing',
    probes: [notTls([], { port: 9993 })],
    says: 'passed',
  },
  {
    check: tlsImplicitOnPlaintextPort,
    when: 'another service greets in clear',
    probes: [notTls([inClear('other', '220 mail ESMTP')])],
    says: 'passed',
  },
  {
    check: tlsImplicitOnPlaintextPort,
    when: 'STARTTLS was asked for',
    probes: [probeOf({ port: 143 })],
    says: 'not-applicable',
  },
  {
    check: starttlsOnImplicitPort,
    when: 'the silent port speaks TLS',
    probes: [silentClear(9993, 'starttls', [look('tls-look', { tls: tlsOf() })])],
    says: { certainty: 'certain' },
  },
  {
    check: starttlsOnImplicitPort,
    when: 'nobody looked, and the port is 993',
    probes: [silentClear(993, 'starttls')],
    says: { certainty: 'likely' },
  },
  {
    check: starttlsOnImplicitPort,
    when: 'the silent port does not speak TLS either',
    probes: [
      silentClear(993, 'starttls', [look('tls-look', { outcome: 'failed', failure: failure('timed-out') })]),
    ],
    says: 'passed',
  },
  {
    check: starttlsOnImplicitPort,
    when: 'the port greets',
    probes: [probeOf({ port: 143 })],
    says: 'passed',
  },
  {
    check: starttlsOnImplicitPort,
    when: 'no TLS was asked for',
    probes: [silentClear(993, 'none', [look('tls-look', { tls: tlsOf() })])],
    says: 'not-applicable',
  },
  {
    check: tlsPlaintextOnImplicitPort,
    when: 'the silent port speaks TLS',
    probes: [silentClear(993, 'none', [look('tls-look', { tls: tlsOf() })])],
    says: { certainty: 'certain' },
  },
  {
    check: tlsPlaintextOnImplicitPort,
    when: 'the port greets',
    probes: [probeOf({ port: 143, security: 'none' })],
    says: 'passed',
  },
  { check: tlsPlaintextOnImplicitPort, when: 'TLS was asked for', probes: [healthy], says: 'not-applicable' },
  {
    check: tlsServerTooOld,
    when: 'TLS 1.0 alone works',
    probes: [tooOld],
    says: { args: { version: 'TLS 1.0' } },
  },
  { check: tlsServerTooOld, when: 'only the suites are old', probes: [cipherOnly], says: 'passed' },
  { check: tlsServerTooOld, when: 'all is well', probes: [healthy], says: 'passed' },
  {
    check: tlsLegacyOffered,
    when: 'TLS 1.1 is taken besides',
    probes: [probeOf({ followUps: [legacy({ protocol: 'TLSv1.1' })] })],
    says: { args: { version: 'TLS 1.1' }, certainty: 'certain' },
  },
  {
    check: tlsLegacyOffered,
    when: 'it is refused',
    probes: [probeOf({ followUps: [refusedLegacy] })],
    says: 'passed',
  },
  { check: tlsLegacyOffered, when: 'TLS did not come up', probes: [tooOld], says: 'not-applicable' },
  {
    check: tlsClientTooOld,
    when: 'old versions are refused',
    probes: [probeOf({ followUps: [refusedLegacy] })],
    says: { args: { version: 'TLS 1.3' } },
  },
  {
    check: tlsClientTooOld,
    when: 'old versions are taken',
    probes: [probeOf({ followUps: [legacy({ protocol: 'TLSv1' })] })],
    says: 'passed',
  },
  { check: tlsClientTooOld, when: 'nobody looked', probes: [healthy], says: 'not-applicable' },
  {
    check: tlsCipherMismatch,
    when: 'only a wider list works',
    probes: [cipherOnly],
    says: { certainty: 'certain' },
  },
  {
    check: tlsCipherMismatch,
    when: 'the suite is one that newer programs leave out (T034)',
    probes: [withCipher('TLS_RSA_WITH_AES_256_CBC_SHA')],
    says: { certainty: 'likely', severity: 'degraded' },
  },
  {
    check: tlsCipherMismatch,
    when: 'a wider list is refused too',
    probes: [tlsFails(handshakeAlert, [refusedLegacy])],
    says: { certainty: 'possible' },
  },
  ...[failure('closed-before-server-hello'), failure('handshake-failed', { code: handshakeAlert })].flatMap(
    (first): Case[] =>
      ['TLS_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_256_CBC_SHA'].map(
        (cipher) => ({
          check: tlsCipherMismatch,
          when: `${first.cause}, and a wider list ends in ${cipher}, which the first one held`,
          probes: [
            probeOf({
              fails: ['tls', first],
              followUps: [legacy({ cipher, protocol: cipher.startsWith('TLS_AES') ? 'TLSv1.3' : 'TLSv1.2' })],
            }),
          ],
          says: 'passed',
        }),
      ),
  ),
  {
    check: tlsHandshakeFailed,
    when: 'it broke off once and then came up with a suite of the first list',
    probes: [dropped(993, { followUps: [legacy({})] })],
    says: { certainty: 'likely' },
  },
  {
    check: tlsCipherMismatch,
    when: 'nobody looked further',
    probes: [tlsFails(handshakeAlert)],
    says: 'passed',
  },
  {
    check: tlsCipherMismatch,
    when: 'nothing but DHE is agreed (T038)',
    probes: [dheOnly()],
    says: { certainty: 'certain', severity: 'degraded' },
  },
  {
    check: tlsCipherMismatch,
    when: 'DHE is only preferred',
    probes: [dheOnly({}, look('without-dhe', { tls: tlsOf() }))],
    says: 'passed',
  },
  {
    check: tlsCipherMismatch,
    when: 'nothing but a weak DHE is agreed, which is said by its size',
    probes: [dheOnly({ keyExchange: 'DH 1024' })],
    says: 'passed',
  },
  { check: tlsCipherMismatch, when: 'all is well', probes: [healthy], says: 'passed' },
  {
    check: tlsWeakKeyExchange,
    when: 'RSA protects the key',
    probes: [withCipher('TLS_RSA_WITH_AES_256_GCM_SHA384')],
    says: { certainty: 'certain' },
  },
  {
    check: tlsWeakKeyExchange,
    when: 'it is ephemeral',
    probes: [withCipher('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')],
    says: 'passed',
  },
  { check: tlsWeakKeyExchange, when: 'TLS did not come up', probes: [refused], says: 'not-applicable' },
  {
    check: tlsDhTooSmall,
    when: '1024 bits are taken here',
    probes: [probeOf({ tls: tlsOf({}, undefined, { keyExchange: 'DH 1024' }) })],
    says: { args: { bits: 1024 }, certainty: 'certain' },
  },
  {
    check: tlsDhTooSmall,
    when: 'the size is refused here too',
    probes: [tlsFails('ERR_SSL_DH_KEY_TOO_SMALL')],
    says: { severity: 'blocker' },
  },
  {
    check: tlsDhTooSmall,
    when: '2048 bits are used',
    probes: [probeOf({ tls: tlsOf({}, undefined, { keyExchange: 'DH 2048' }) })],
    says: 'passed',
  },
  { check: tlsDhTooSmall, when: 'it is a curve of 253 bits', probes: [healthy], says: 'passed' },
  {
    check: tlsLegacyRenegotiation,
    when: 'OpenSSL says so',
    probes: [tlsFails('ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED')],
    says: { certainty: 'certain' },
  },
  {
    check: tlsLegacyRenegotiation,
    when: 'another alert came',
    probes: [tlsFails(handshakeAlert)],
    says: 'passed',
  },
  {
    check: tlsAlpnRejected,
    when: 'ALPN alone fails',
    probes: [
      probeOf({
        followUps: [
          look('with-alpn', {
            outcome: 'failed',
            failure: failure('handshake-failed', { code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' }),
          }),
        ],
      }),
    ],
    says: { certainty: 'certain' },
  },
  {
    check: tlsAlpnRejected,
    when: 'it works too',
    probes: [probeOf({ followUps: [look('with-alpn', { tls: tlsOf() })] })],
    says: 'passed',
  },
  { check: tlsAlpnRejected, when: 'nobody looked', probes: [healthy], says: 'not-applicable' },
  {
    check: tlsSniMissing,
    when: 'a dummy is shown to those who name no server',
    probes: [
      probeOf({ followUps: [look('without-sni', { tls: tlsOf({ names: ['invalid2.invalid'] }, 'X') })] }),
    ],
    says: { args: { instead: 'a certificate for invalid2.invalid' } },
  },
  {
    check: tlsSniMissing,
    when: 'the same is shown',
    probes: [probeOf({ followUps: [look('without-sni', { tls: tlsOf() })] })],
    says: 'passed',
  },
  {
    check: tlsSniMissing,
    when: 'the certificate is wrong anyway',
    probes: [
      probeOf({
        tls: tlsOf({ names: ['other.example'] }, 'X'),
        followUps: [look('without-sni', { tls: tlsOf({ names: ['other.example'] }, 'X') })],
      }),
    ],
    says: 'not-applicable',
  },
  {
    check: clientCertificateRequired,
    when: 'the alert comes with the first read',
    probes: [
      probeOf({
        fails: ['greeting', failure('client-certificate-required')],
      }),
    ],
    says: { certainty: 'certain' },
  },
  {
    check: clientCertificateRequired,
    when: 'the greeting is silence',
    probes: [silentClear(143, 'starttls')],
    says: 'passed',
  },
  {
    check: tlsServerContextBroken,
    when: 'TLS is dropped and clear text greets',
    probes: [dropped(993), probeOf({ port: 143, security: 'none' })],
    says: { endpoint: dropped(993).endpoint },
  },
  {
    check: tlsServerContextBroken,
    when: 'another port was seen to greet',
    probes: [
      dropped(993, {
        followUps: [
          look('other-port', { port: 143, greeting: { status: 'ok', text: 'ready', insideTls: false } }),
        ],
      }),
    ],
    says: { certainty: 'likely' },
  },
  {
    check: tlsServerContextBroken,
    when: 'TLS works on another port',
    probes: [dropped(993), probeOf({ port: 995 })],
    says: 'passed',
  },
  {
    check: tlsServerContextBroken,
    when: 'STARTTLS alone is dropped',
    probes: [starttlsDropped, probeOf({ port: 993 })],
    says: 'passed',
  },
  {
    check: tlsServerContextBroken,
    when: 'clear text is dropped too',
    probes: [dropped(993), dropped(143)],
    says: 'passed',
  },
  {
    check: greetingClosedBackendDown,
    when: 'one port alone is dropped',
    probes: [dropped(993), probeOf({ port: 995 })],
    says: 'passed',
  },
  {
    check: greetingClosedBackendDown,
    when: 'TLS alone is dropped',
    probes: [dropped(993), probeOf({ port: 143 })],
    says: 'passed',
  },
  {
    check: tlsHandshakeFailed,
    when: 'nothing tells why',
    probes: [tlsFails('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR')],
    says: { args: { problem: 'it was handshake-failed' }, certainty: 'likely' },
  },
  { check: tlsHandshakeFailed, when: 'the server is too old', probes: [tooOld], says: 'passed' },
  {
    check: tlsHandshakeFailed,
    when: 'the back end is down',
    probes: [dropped(993), dropped(143)],
    says: 'passed',
  },
  { check: tlsHandshakeFailed, when: 'TLS came up', probes: [healthy], says: 'passed' },
  {
    check: proxyProtocolMismatch,
    when: 'one address family is reset',
    probes: [probeOf({ attempts: [attempt('2001:db8::1', failure('reset')), attempt('192.0.2.1')] })],
    says: { args: { which: 'over IPv6', family: 'IPv6' }, certainty: 'possible' },
  },
  {
    check: proxyProtocolMismatch,
    when: 'one address family keeps silent',
    probes: [probeOf({ attempts: [attempt('2001:db8::1', failure('timed-out')), attempt('192.0.2.1')] })],
    says: 'passed',
  },
  {
    check: proxyProtocolMismatch,
    when: 'the server speaks behind a PROXY header',
    probes: [silentClear(143, 'starttls', [greeted('ok')])],
    says: { certainty: 'certain', severity: 'blocker' },
  },
  {
    check: proxyProtocolMismatch,
    when: 'what answers the PROXY header is another service',
    probes: [silentClear(143, 'starttls', [greeted('other')])],
    says: 'not-applicable',
  },
  { check: proxyProtocolMismatch, when: 'there is one address', probes: [healthy], says: 'not-applicable' },
]

describe('TLS checks', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const found = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(found).toBe(one.says)
    else expect(found).toEqual([expect.objectContaining(one.says)])
  })

  test('a back end that is down is said for clear text and TLS alike', () => {
    const found = judge(greetingClosedBackendDown, dropped(993), dropped(143), probeOf({ port: 995 }))
    expect(found).toHaveLength(2)
  })

  test('Exchange says goodbye with a number where its component is off', () => {
    const bye = (port: number) =>
      probeOf({ port, fails: ['greeting', failure('bye', { serverText: 'Connection is closed. 13' })] })
    expect(judge(greetingClosedBackendDown, bye(993), bye(143))).toHaveLength(2)
    const busy = probeOf({ fails: ['greeting', failure('bye', { serverText: 'Too many connections' })] })
    expect(judge(greetingClosedBackendDown, busy, bye(143))).toBe('passed')
  })
})

describe('wrong-service-on-port', () => {
  const greets = (serverText: string, different: Different = {}) =>
    probeOf({ port: 143, fails: ['greeting', failure('not-this-protocol', { serverText })], ...different })

  test.each<[string, EndpointProbe, string]>([
    ['SMTP', greets('220 mail.demo.example ESMTP'), 'SMTP, which sends mail'],
    ['FTP', greets('220 FTP server ready'), 'FTP'],
    ['SSH', greets('SSH-2.0-OpenSSH_9.6'), 'SSH'],
    ['HTTP', greets('HTTP/1.1 400 Bad Request'), 'HTTP, as web servers do'],
    ['POP3 for IMAP', greets('+OK ready'), 'POP3'],
    ['IMAP for POP3', greets('* OK ready', { port: 110 }), 'IMAP'],
    ['something unknown', greets('hello'), 'another protocol'],
    ['SMTP behind refused TLS', notTls([inClear('other', '220 mail ESMTP')]), 'SMTP, which sends mail'],
    [
      'silence on the web port',
      probeOf({ port: 443, fails: ['greeting', failure('timed-out')] }),
      'HTTP, as web servers do',
    ],
  ])('names %s', (_, probe, service) => {
    expect(judge(wrongServiceOnPort, probe)).toEqual([expect.objectContaining({ args: { service } })])
  })

  test('keeps quiet about silence on a mail port, and where nothing was reached', () => {
    expect(judge(wrongServiceOnPort, silentClear(143, 'starttls'))).toBe('passed')
    expect(judge(wrongServiceOnPort, notTls([inClear('ok', 'ready')]))).toBe('passed')
    expect(judge(wrongServiceOnPort, healthy)).toBe('passed')
    expect(judge(wrongServiceOnPort, refused)).toBe('not-applicable')
  })
})
