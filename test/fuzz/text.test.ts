import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { alternativeNames, certificateFacts } from '../../src/net/certificate.js'
import { limits, Secret, serverText } from '../../src/net/index.js'
import { maskerFor } from '../../src/net/secret.js'
import { codeText } from '../../src/net/server-text.js'
import { unsafe } from '../hostile/examine.js'
import { leaksIn, password } from '../hostile/secrets.js'
import { testCertificate } from '../support/raw-server.js'
import { texts } from './mutate.js'
import { runs, timeoutMs } from './runs.js'

const mask = maskerFor([new Secret(password)])
let der = Buffer.alloc(0)

beforeAll(async () => {
  const { cert } = await testCertificate()
  der = Buffer.from(new X509Certificate(cert).raw)
})

/** Safe for every reader, and cut. */
function expectFit(text: string): void {
  expect(unsafe.exec(text)).toBeNull()
  expect(Array.from(text).length).toBeLessThanOrEqual(limits.serverText)
}

test(
  'server text is safe, cut and without the secret, and stays so',
  () => {
    fc.assert(
      fc.property(texts('text'), (raw) => {
        const text = serverText(raw, mask)
        expectFit(text)
        expect(leaksIn(text)).toEqual([])
        expect(serverText(text, mask)).toBe(text)
        expect(codeText(raw, mask)).toMatch(/^[A-Z0-9/_-]{0,80}$/)
      }),
      runs(3000),
    )
  },
  timeoutMs,
)

test(
  'names of a certificate are bounded, whatever stands in them',
  () => {
    fc.assert(
      fc.property(texts('names'), (raw) => {
        const names = alternativeNames(raw)
        expect(names.length).toBeLessThanOrEqual(limits.certificateNames)
        for (const name of names) expectFit(name)
      }),
      runs(3000),
    )
  },
  timeoutMs,
)

test(
  'a certificate with any bytes changed gives facts or none',
  () => {
    const changes = fc.array(fc.record({ at: fc.nat(2000), to: fc.nat(255) }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(changes, (all) => {
        const bytes = Buffer.from(der)
        for (const { at, to } of all) bytes[at % bytes.length] = to
        let certificate: X509Certificate
        try {
          certificate = new X509Certificate(bytes)
        } catch {
          return // OpenSSL itself takes it for none
        }
        const { subject, issuer, names, validFrom, validTo } = certificateFacts(certificate)
        for (const text of [subject, issuer, validFrom, validTo, ...names]) expectFit(text)
      }),
      runs(1500),
    )
  },
  timeoutMs,
)
