import { describe, expect, test } from 'vitest'
import { certChainIncomplete } from '../../src/diagnose/checks/cert-chain-incomplete.js'
import { certClientStoreOutdated } from '../../src/diagnose/checks/cert-client-store-outdated.js'
import { certExpired } from '../../src/diagnose/checks/cert-expired.js'
import { certExpiredNotReloaded } from '../../src/diagnose/checks/cert-expired-not-reloaded.js'
import { certExpiresSoon } from '../../src/diagnose/checks/cert-expires-soon.js'
import { certIntercepted } from '../../src/diagnose/checks/cert-intercepted.js'
import { certNameMismatch } from '../../src/diagnose/checks/cert-name-mismatch.js'
import { certNotYetValid } from '../../src/diagnose/checks/cert-not-yet-valid.js'
import { certSelfSigned } from '../../src/diagnose/checks/cert-self-signed.js'
import { certUntrustedIssuer } from '../../src/diagnose/checks/cert-untrusted-issuer.js'
import { certWeakKey } from '../../src/diagnose/checks/cert-weak-key.js'
import { namesHost } from '../../src/diagnose/derive/certificate.js'
import type { Certificate } from '../../src/model/index.js'
import {
  type Case,
  certificateOf,
  failure,
  host,
  intermediate,
  judge,
  look,
  probeOf,
  tlsOf,
} from './literal-probe.js'

const healthy = probeOf()
const refused = probeOf({ fails: ['tcp', failure('refused')] })
const past = { validTo: '2026-05-22T00:00:00.000Z' }
const expired = tlsOf(past, 'CERT_HAS_EXPIRED')
const altname = 'ERR_TLS_CERT_ALTNAME_INVALID'
const wrongName = tlsOf({ names: ['cluster7.hosting.example'] }, altname)

function alone(certificate: Partial<Certificate>, problem: string) {
  const own = certificateOf(certificate)
  return tlsOf(own, problem, { chain: [own] })
}

function under(root: string, problem?: string) {
  const own = certificateOf()
  return tlsOf(own, problem, { chain: [own, { ...intermediate, issuer: root }] })
}

const selfSigned = alone({ issuer: `CN=${host}` }, 'DEPTH_ZERO_SELF_SIGNED_CERT')
const incomplete = alone({}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
const unknown = under('CN=Our Root', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
const shield = { issuer: 'O=Avast Web/Mail Shield, CN=Avast Web/Mail Shield Root' }
const shielded = tlsOf(shield, 'SELF_SIGNED_CERT_IN_CHAIN')

const cases: Case[] = [
  {
    check: certExpired,
    when: 'it has ended',
    probes: [probeOf({ tls: expired })],
    says: { certainty: 'certain' },
  },
  { check: certExpired, when: 'it is valid', probes: [healthy], says: 'passed' },
  { check: certExpired, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certExpiredNotReloaded,
    when: 'the web port shows a newer one',
    probes: [probeOf({ tls: expired, followUps: [look('web-certificate', { port: 443, tls: tlsOf() })] })],
    says: { args: { validTo: '2026-05-22', newValidTo: '2026-08-01', newPort: 443 } },
  },
  {
    check: certExpired,
    when: 'the web port shows a newer one',
    probes: [probeOf({ tls: expired, followUps: [look('web-certificate', { port: 443, tls: tlsOf() })] })],
    says: 'passed',
  },
  {
    check: certExpiredNotReloaded,
    when: 'the web port shows another site',
    probes: [probeOf({ tls: expired, followUps: [look('web-certificate', { port: 443, tls: wrongName })] })],
    says: 'passed',
  },
  {
    check: certExpiredNotReloaded,
    when: 'the web port shows an expired one too',
    probes: [probeOf({ tls: expired, followUps: [look('web-certificate', { port: 443, tls: expired })] })],
    says: 'passed',
  },
  { check: certExpiredNotReloaded, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certNotYetValid,
    when: 'it begins next week',
    probes: [probeOf({ tls: tlsOf({ validFrom: '2026-06-08T00:00:00.000Z' }, 'CERT_NOT_YET_VALID') })],
    says: {
      certainty: 'certain',
      args: { validFrom: '2026-06-08', clock: '2026-06-01T12:00:00.000Z' },
    },
  },
  { check: certNotYetValid, when: 'it is valid', probes: [healthy], says: 'passed' },
  { check: certNotYetValid, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certExpiresSoon,
    when: 'nine days are left',
    probes: [probeOf({ tls: tlsOf({ validTo: '2026-06-10T13:00:00.000Z' }) })],
    says: { args: { days: 9, validTo: '2026-06-10' } },
  },
  {
    check: certExpiresSoon,
    when: 'two weeks and more are left',
    probes: [probeOf({ tls: tlsOf({ validTo: '2026-06-15T12:00:01.000Z' }) })],
    says: 'passed',
  },
  { check: certExpiresSoon, when: 'it has ended', probes: [probeOf({ tls: expired })], says: 'passed' },
  { check: certExpiresSoon, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certSelfSigned,
    when: 'it signed itself',
    probes: [probeOf({ tls: selfSigned })],
    says: { certainty: 'certain' },
  },
  {
    check: certSelfSigned,
    when: 'it signed itself and is trusted here',
    probes: [probeOf({ tls: tlsOf({ issuer: `CN=${host}` }) })],
    says: 'passed',
  },
  {
    check: certSelfSigned,
    when: 'its issuer is missing',
    probes: [probeOf({ tls: incomplete })],
    says: 'passed',
  },
  { check: certSelfSigned, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certChainIncomplete,
    when: 'it came alone',
    probes: [probeOf({ tls: incomplete })],
    says: { certainty: 'likely', args: { issuer: 'Trust Issuing CA 1' } },
  },
  {
    check: certChainIncomplete,
    when: 'it came alone, said in the other way',
    probes: [probeOf({ tls: alone({}, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY') })],
    says: { certainty: 'likely' },
  },
  {
    check: certChainIncomplete,
    when: 'more came along',
    probes: [probeOf({ tls: unknown })],
    says: 'passed',
  },
  {
    check: certChainIncomplete,
    when: 'it signed itself',
    probes: [probeOf({ tls: selfSigned })],
    says: 'passed',
  },
  { check: certChainIncomplete, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certUntrustedIssuer,
    when: 'the root is unknown',
    probes: [probeOf({ tls: unknown })],
    says: { certainty: 'certain', args: { issuer: 'Our Root' } },
  },
  {
    check: certUntrustedIssuer,
    when: 'the code is one that nobody foresaw: never "all fine"',
    probes: [probeOf({ tls: under('CN=Our Root', 'CERT_SIGNATURE_FAILURE') })],
    says: { certainty: 'certain' },
  },
  {
    check: certUntrustedIssuer,
    when: 'another certificate of the chain has expired',
    probes: [probeOf({ tls: tlsOf({}, 'CERT_HAS_EXPIRED') })],
    says: { certainty: 'certain' },
  },
  {
    check: certUntrustedIssuer,
    when: 'only the name is wrong',
    probes: [probeOf({ tls: wrongName })],
    says: 'passed',
  },
  {
    check: certUntrustedIssuer,
    when: 'only the date is wrong',
    probes: [probeOf({ tls: expired })],
    says: 'passed',
  },
  {
    check: certUntrustedIssuer,
    when: 'a product signed it',
    probes: [probeOf({ tls: shielded })],
    says: 'passed',
  },
  { check: certUntrustedIssuer, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certIntercepted,
    when: 'a product signed it',
    probes: [probeOf({ tls: shielded })],
    says: { certainty: 'likely', args: { product: 'Avast', issuer: 'Avast Web/Mail Shield Root' } },
  },
  {
    check: certIntercepted,
    when: 'a trusted product signed it',
    probes: [probeOf({ tls: tlsOf(shield) })],
    says: { severity: 'note' },
  },
  {
    check: certIntercepted,
    when: 'an unknown authority signed it',
    probes: [probeOf({ tls: unknown })],
    says: 'passed',
  },
  { check: certIntercepted, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certWeakKey,
    when: 'RSA has 1024 bits',
    probes: [probeOf({ tls: tlsOf({ key: 'rsa 1024' }) })],
    says: { args: { bits: 1024 }, certainty: 'certain' },
  },
  {
    check: certWeakKey,
    when: 'RSA has 2048 bits',
    probes: [probeOf({ tls: tlsOf({ key: 'rsa 2048' }) })],
    says: 'passed',
  },
  { check: certWeakKey, when: 'it is an elliptic curve', probes: [healthy], says: 'passed' },
  { check: certWeakKey, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certClientStoreOutdated,
    when: 'a young root is trusted here',
    probes: [probeOf({ tls: under('C=US, O=Internet Security Research Group, CN=ISRG Root X2') })],
    says: { certainty: 'likely', args: { root: 'ISRG Root X2', year: 2020 } },
  },
  {
    check: certClientStoreOutdated,
    when: 'a young root is named and not trusted here',
    probes: [probeOf({ tls: under('CN=ISRG Root X2', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY') })],
    says: { certainty: 'possible' },
  },
  { check: certClientStoreOutdated, when: 'the root is an old one', probes: [healthy], says: 'passed' },
  { check: certClientStoreOutdated, when: 'there is none', probes: [refused], says: 'not-applicable' },
  {
    check: certNameMismatch,
    when: 'the host is not among its names',
    probes: [probeOf({ tls: wrongName })],
    says: {
      certainty: 'certain',
      args: { names: ['cluster7.hosting.example'], useName: 'cluster7.hosting.example' },
    },
  },
  {
    check: certNameMismatch,
    when: 'one of its names verifies on the same server',
    probes: [
      probeOf({
        tls: tlsOf({ names: ['www.hosting.example', 'cluster7.hosting.example'] }, altname),
        followUps: [
          look('other-name', {
            host: 'www.hosting.example',
            outcome: 'failed',
            failure: failure('name-not-found'),
          }),
          look('other-name', { host: 'cluster7.hosting.example', tls: tlsOf() }),
        ],
      }),
    ],
    says: {
      args: {
        names: ['www.hosting.example', 'cluster7.hosting.example'],
        useName: 'cluster7.hosting.example',
        betterName: 'cluster7.hosting.example',
      },
    },
  },
  {
    check: certNameMismatch,
    when: 'it is self-signed as well (T048)',
    probes: [
      probeOf({ tls: alone({ names: ['127.0.0.1'], issuer: `CN=${host}` }, 'DEPTH_ZERO_SELF_SIGNED_CERT') }),
    ],
    says: { certainty: 'certain' },
  },
  {
    check: certNameMismatch,
    when: 'it holds a wildcard of another domain only',
    probes: [probeOf({ tls: tlsOf({ names: ['*.hosting.example'] }, altname) })],
    says: { args: { names: ['*.hosting.example'], useName: 'the name that your provider gives' } },
  },
  {
    check: certNameMismatch,
    when: 'the server breaks off for this name and answers without one (T047)',
    probes: [
      probeOf({
        fails: ['tls', failure('closed-before-server-hello')],
        followUps: [look('without-sni', { tls: wrongName })],
      }),
    ],
    says: { certainty: 'likely' },
  },
  { check: certNameMismatch, when: 'it names the host', probes: [healthy], says: 'passed' },
  { check: certNameMismatch, when: 'there is none', probes: [refused], says: 'not-applicable' },
]

describe('certificate checks', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const found = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(found).toBe(one.says)
    else expect(found).toEqual([expect.objectContaining(one.says)])
  })
})

describe('names of a certificate', () => {
  test.each([
    [['mail.demo.example'], 'mail.demo.example', true],
    [['MAIL.demo.example.'], 'mail.Demo.example', true],
    [['*.demo.example'], 'mail.demo.example', true],
    [['*.demo.example'], 'a.mail.demo.example', false],
    [['*.demo.example'], 'demo.example', false],
    [['ma*.demo.example'], 'mail.demo.example', false],
    [['demo.example'], 'mail.demo.example', false],
    [['192.0.2.1'], '192.0.2.1', true],
    [[], 'mail.demo.example', false],
  ])('%j covers %s: %s', (names, name, covered) => {
    expect(namesHost(certificateOf({ names }), name)).toBe(covered)
  })
})
