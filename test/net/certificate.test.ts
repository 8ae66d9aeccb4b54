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

test('facts come from the structured fields', async () => {
  const { cert } = await testCertificate()
  const facts = certificateFacts(new X509Certificate(cert))
  expect(facts.names).toContain(testHost)
  expect(facts.key).toBe('ec prime256v1')
  expect(facts.issuer).toMatch(/^CN=/)
  expect(new Date(facts.validTo).toISOString()).toBe(facts.validTo)
  expect(facts.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
})

test('names that OpenSSL cannot read are none, and no bug', () => {
  // What Node gives for an extension with a broken length inside, although its types say a string or undefined.
  expect(alternativeNames(null)).toEqual([])
})
