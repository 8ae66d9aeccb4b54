import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { alternativeNames, certificateFacts } from '../../src/net/certificate.js'
import { testCertificate, testHost } from '../support/raw-server.js'

test.each([
  ['DNS:a.example, IP Address:192.0.2.1, DNS:b.example', ['a.example', '192.0.2.1', 'b.example']],
  ['DNS:"a.example, DNS:evil.example", DNS:b.example', ['a.example, DNS:evil.example', 'b.example']],
  ['email:a@b.example, URI:"http://x, DNS:y", IP Address:2001:DB8:0:0:0:0:0:1', ['2001:DB8:0:0:0:0:0:1']],
  [undefined, []],
])('names of %s', (text, names) => {
  expect(alternativeNames(text)).toEqual(names)
})

test('facts of a certificate', async () => {
  const { cert } = await testCertificate()
  const facts = certificateFacts(new X509Certificate(cert))
  expect(facts.names).toContain(testHost)
  expect(facts.key).toBe('ec prime256v1')
  expect(facts.issuer).toMatch(/^CN=/)
  expect(new Date(facts.validTo).toISOString()).toBe(facts.validTo)
  expect(facts.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
})

test('a public key of a kind that OpenSSL does not know gives facts without a key, and does not end the process', async () => {
  const { cert } = await testCertificate()
  const bytes = Buffer.from(new X509Certificate(cert).raw)
  const ecPublicKey = Buffer.from('06072a8648ce3d0201', 'hex')
  const at = bytes.indexOf(ecPublicKey)
  expect(at).toBeGreaterThan(0)
  bytes[at + ecPublicKey.length - 1] = 0x7f
  const facts = certificateFacts(new X509Certificate(bytes))
  expect(facts.key).toBeUndefined()
  expect(facts.issuer).toMatch(/^CN=/)
})

test.each([
  ['CN=mail.example', 'CN=mail.example'],
  ['O=Über GmbH\\; \\<x\\>\nCN=a\\, O\\=b', 'O=Über GmbH; <x>, CN=a, O=b'],
  ['CN=two\\0Alines\\1B[31m', 'CN=twolines[31m'],
  [undefined, ''],
])('a subject of %j is shown as %j', (subject, shown) => {
  const certificate = { subject, issuer: subject, validFrom: '', validTo: '', fingerprint256: '' }
  expect(certificateFacts(certificate as X509Certificate).subject).toBe(shown)
})

test('names that OpenSSL cannot read are none, and no bug', () => {
  // What Node gives for an extension with a broken length inside, although its types say a string or undefined.
  expect(alternativeNames(null)).toEqual([])
})
