import { describe, expect, it } from 'vitest'
import { errorRecord, recordOf } from '../../../src/app/audit/record.js'
import { UserError } from '../../../src/model/index.js'
import { schemaErrors } from '../../cli/support.js'
import { recordFrom, startedAt, storedDiagnosis } from './records.js'

const stored = [
  'demo',
  'expired-certificate',
  'bye-greeting',
  'imap-only',
  'preauth',
  'self-signed',
  'wrong-name',
  'pop3-no-uidl',
]

describe('a record', () => {
  it.each(stored)('of %s is what its schema says', (name) => {
    expect(schemaErrors('audit-record', recordFrom(name, 3))).toEqual([])
  })

  it('keeps of a diagnosis what counts', () => {
    const diagnosis = storedDiagnosis('expired-certificate')
    const record = recordFrom('expired-certificate', 7, 'imaps://mail.example.com')
    expect(record.request).toEqual({
      line: 7,
      target: 'imaps://mail.example.com',
      startedAt: startedAt.toISOString(),
    })
    expect(record.exitCode).toBe(1)
    expect(record.ms).toBe(13)
    expect(record.rootCauses).toEqual(diagnosis.rootCauses)
    expect(record.findings.map(({ id }) => id)).toEqual(diagnosis.findings.map(({ id }) => id))
    expect(record.endpoints.map(({ endpoint }) => endpoint)).toEqual(
      diagnosis.endpoints.map(({ endpoint }) => endpoint),
    )
    const shown = diagnosis.endpoints.findIndex(({ tls }) => tls?.certificate !== undefined)
    const { tls } = record.endpoints[shown] ?? {}
    const { validTo = '', fingerprint256 } = diagnosis.endpoints[shown]?.tls?.certificate ?? {}
    expect(tls).toMatchObject({ verified: false, problem: 'CERT_HAS_EXPIRED' })
    expect(tls?.certificate).toMatchObject({ validTo, fingerprint256 })
    const days = (Date.parse(validTo) - startedAt.getTime()) / 86_400_000
    expect(tls?.certificate?.daysLeft).toBe(Math.floor(days))
  })

  it('says what failed first', () => {
    const [first] = recordFrom('bye-greeting', 1).endpoints
    expect(first).toMatchObject({ usable: false, failure: { phase: 'greeting', cause: 'bye' } })
  })

  it('holds the whole diagnosis where it is wanted', () => {
    const diagnosis = storedDiagnosis('demo')
    const start = { line: 1, target: 'demo', startedAt }
    const record = recordOf(start, diagnosis, { ms: 1, failOn: 'blocker', full: true })
    expect(record.diagnosis).toEqual(diagnosis)
    expect(schemaErrors('audit-record', record)).toEqual([])
    expect(recordFrom('demo', 1).diagnosis).toBeUndefined()
  })

  it('of a line that is no target tells why, and of a bug that it is one', () => {
    const bad = errorRecord({ line: 2, startedAt }, new UserError('bad-target', 'No', { hint: 'Do' }))
    expect(bad).toMatchObject({ exitCode: 2, error: { code: 'bad-target', message: 'No', hint: 'Do' } })
    const bug = errorRecord({ line: 2, target: 'x', startedAt }, new TypeError('undefined is no function'))
    expect(bug).toMatchObject({
      exitCode: 70,
      error: { code: 'internal', message: 'This is a bug in mailadvise: undefined is no function' },
    })
    for (const record of [bad, bug]) expect(schemaErrors('audit-record', record)).toEqual([])
  })
})
