import { describe, expect, test } from 'vitest'
import { certChainIncomplete } from '../../src/diagnose/checks/cert-chain-incomplete.js'
import { certExpired } from '../../src/diagnose/checks/cert-expired.js'
import { certExpiredNotReloaded } from '../../src/diagnose/checks/cert-expired-not-reloaded.js'
import { certSelfSigned } from '../../src/diagnose/checks/cert-self-signed.js'
import { certUntrustedIssuer } from '../../src/diagnose/checks/cert-untrusted-issuer.js'
import type { Certificate } from '../../src/model/index.js'
import { type Case, certificateOf, judge, probeOf, tlsOf } from './literal-probe.js'

const expired = tlsOf({ validTo: '2026-05-22T00:00:00.000Z' }, 'CERT_HAS_EXPIRED')

function alone(certificate: Partial<Certificate>, problem: string) {
  const own = certificateOf(certificate)
  return tlsOf(own, problem, { chain: [own] })
}

const cases: Case[] = [
  {
    check: certExpiredNotReloaded,
    when: 'another mail port shows a newer one',
    probes: [probeOf(), probeOf({ port: 995, tls: expired })],
    says: { args: { validTo: '2026-05-22', newValidTo: '2026-08-01', newPort: 993 } },
  },
  {
    check: certExpired,
    when: 'another mail port shows a newer one',
    probes: [probeOf(), probeOf({ port: 995, tls: expired })],
    says: 'passed',
  },
  {
    check: certExpired,
    when: 'only another host shows a newer one',
    probes: [probeOf({ host: 'other.example' }), probeOf({ tls: expired })],
    says: { certainty: 'certain', args: { validTo: '2026-05-22' } },
  },
  {
    check: certSelfSigned,
    when: 'it was made for this machine alone and is asked by another name (T048)',
    probes: [probeOf({ tls: alone({ names: ['127.0.0.1'] }, 'DEPTH_ZERO_SELF_SIGNED_CERT') })],
    says: { severity: 'degraded' },
  },
  {
    check: certChainIncomplete,
    when: 'a root signed it, so that nothing is missing in between',
    probes: [probeOf({ tls: alone({ issuer: 'CN=Company Root CA' }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') })],
    says: 'passed',
  },
  {
    check: certUntrustedIssuer,
    when: 'a root that nobody knows signed it and was not sent',
    probes: [probeOf({ tls: alone({ issuer: 'CN=Company Root CA' }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') })],
    says: { args: { issuer: 'Company Root CA' } },
  },
]

describe('what a certificate proves beside others', () => {
  test.each(cases.map((one) => [one.check.id, one.when, one] as const))('%s when %s', (_, __, one) => {
    const found = judge(one.check, ...one.probes)
    if (typeof one.says === 'string') expect(found).toBe(one.says)
    else expect(found).toEqual([expect.objectContaining(one.says)])
  })
})
