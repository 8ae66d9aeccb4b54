import { describe, expect, it } from 'vitest'
import { errorRecord } from '../../../src/app/audit/record.js'
import { auditExitCode, Summary } from '../../../src/app/audit/summary.js'
import type { AuditRecordDocument, AuditSummaryDocument } from '../../../src/model/index.js'
import { schemaErrors } from '../../cli/support.js'
import { badLine, recordFrom, startedAt, withCertificate } from './records.js'

function summaryOf(records: readonly AuditRecordDocument[]): AuditSummaryDocument {
  const summary = new Summary()
  for (const record of records) summary.add(record)
  return summary.document(['records.ndjson'])
}

const certificates = (document: AuditSummaryDocument) =>
  Object.fromEntries(document.certificates.map((one) => [one.left, one.certificates]))

describe('a summary', () => {
  it('is what its schema says, also of nothing', () => {
    const mixed = [recordFrom('demo', 1), recordFrom('bye-greeting', 2), badLine(3)]
    for (const records of [[], mixed]) expect(schemaErrors('audit-summary', summaryOf(records))).toEqual([])
  })

  it('counts targets by their exit codes', () => {
    const bug = errorRecord({ line: 5, startedAt }, new Error('x'))
    const records = [recordFrom('demo', 1), recordFrom('bye-greeting', 2), badLine(3), badLine(4), bug]
    expect(summaryOf(records).targets).toEqual({
      ...{ total: 5, ok: 1, failed: 1, inconclusive: 0, unread: 2, bugs: 1 },
    })
  })

  it('counts root causes by targets, the most frequent first', () => {
    const records = [
      recordFrom('demo', 1),
      recordFrom('self-signed', 2),
      recordFrom('self-signed', 3),
      recordFrom('bye-greeting', 4),
    ]
    const { rootCauses } = summaryOf(records)
    const of = (id: string) => rootCauses.find((one) => one.id === id)
    expect(of('cert-self-signed')).toMatchObject({ targets: 2, severity: 'blocker' })
    expect(of('greeting-bye')).toMatchObject({ targets: 1 })
    const counts = rootCauses.map(({ targets }) => targets)
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
  })

  it('sorts certificates by days left, each once for a target that shows it twice', () => {
    const days = [-3, -1, 0, 6, 7, 29, 30, 89, 90, 400]
    const records = days.map((daysLeft, index) =>
      withCertificate(index + 1, { daysLeft, print: `${index}`, verified: daysLeft >= 0 }),
    )
    const document = summaryOf(records)
    expect(certificates(document)).toEqual({
      expired: 2,
      'under-7-days': 2,
      'under-30-days': 2,
      'under-90-days': 2,
      '90-days-and-more': 2,
    })
    expect(document.certificates.map(({ unverified }) => unverified)).toEqual([2, 0, 0, 0, 0])
    expect(document.endingSoonest.map(({ daysLeft }) => daysLeft)).toEqual([-3, -1, 0, 6, 7, 29, 30, 89])
  })

  it('names the certificates that end soonest, each once, and no more than twenty', () => {
    const records = Array.from({ length: 50 }, (_, index) =>
      withCertificate(index + 1, { daysLeft: 80 - index, print: `print ${80 - index}` }),
    )
    const again = withCertificate(99, { daysLeft: 31, print: 'print 31' })
    const { endingSoonest } = summaryOf([...records, again])
    expect(endingSoonest.map(({ daysLeft }) => daysLeft)).toEqual(
      Array.from({ length: 20 }, (_, index) => 31 + index),
    )
    expect(endingSoonest[0]?.target).toBe('h50.example')
  })

  it('counts TLS versions, and what each protocol is good for', () => {
    const { tlsVersions, protocols } = summaryOf([recordFrom('demo', 1), recordFrom('demo', 2)])
    expect(tlsVersions).toEqual([{ version: 'TLSv1.3', endpoints: 8 }])
    expect(protocols).toEqual([
      { protocol: 'imap', security: 'tls', asked: 2, usable: 2 },
      { protocol: 'imap', security: 'starttls', asked: 2, usable: 2 },
      { protocol: 'pop3', security: 'tls', asked: 2, usable: 2 },
      { protocol: 'pop3', security: 'starttls', asked: 2, usable: 2 },
    ])
  })

  it('names targets that took no connection, and lines without a result, the first twenty of each', () => {
    const dead = (line: number): AuditRecordDocument => ({
      ...withCertificate(line, { daysLeft: 1, print: 'x' }),
      exitCode: 1,
      endpoints: [
        {
          endpoint: { protocol: 'imap', host: 'dead.example', port: 993, security: 'tls' },
          usable: false,
          ms: 10,
          failure: { phase: 'tcp', cause: 'timed-out' },
        },
      ],
    })
    const many = Array.from({ length: 25 }, (_, index) => index + 1)
    const document = summaryOf([...many.map(dead), ...many.map(badLine), recordFrom('bye-greeting', 60)])
    expect(document.unreachable.targets).toBe(25)
    expect(document.unreachable.first).toHaveLength(20)
    expect(document.unreachable.first[0]).toEqual({ target: 'h1.example', cause: 'timed-out' })
    expect(document.unread).toHaveLength(20)
    expect(document.unread[0]).toEqual({ line: 1, message: 'Line 1 cannot be used' })
  })
})

describe('the exit code of an audit', () => {
  const good = recordFrom('demo', 1)
  const broken = recordFrom('bye-greeting', 2)
  const ours: AuditRecordDocument = { ...good, exitCode: 3 }
  const bug = errorRecord({ line: 4, startedAt }, new Error('x'))
  it.each([
    ['all is right', [good], 0, 0],
    ['there is nothing', [], 0, 0],
    ['one is broken', [good, broken, ours], 1, 3],
    ['one line is no target', [good, badLine(3)], 1, 0],
    ['this side is at fault', [good, ours], 3, 3],
    ['a record tells of a bug', [good, broken, bug], 70, 70],
  ] as const)('where %s', (_, records, code, never) => {
    expect(auditExitCode(summaryOf(records))).toBe(code)
    expect(auditExitCode(summaryOf(records), true)).toBe(never)
  })
})
