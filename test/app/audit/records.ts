import { readFileSync } from 'node:fs'
import { errorRecord, recordOf } from '../../../src/app/audit/record.js'
import { judge } from '../../../src/app/diagnose.js'
import {
  type AuditRecordDocument,
  type DiagnosisDocument,
  type ProbeDocument,
  UserError,
} from '../../../src/model/index.js'

/** The diagnosis of a stored probe of test/golden. */
export function storedDiagnosis(name: string): DiagnosisDocument {
  const file = new URL(`../../golden/${name}.json`, import.meta.url)
  return judge(JSON.parse(readFileSync(file, 'utf8')) as ProbeDocument)
}

/** When all records of tests were begun: a day before the golden certificates' own tests would notice. */
export const startedAt = new Date('2026-11-01T12:00:00.000Z')

/** The record of a stored probe. */
export function recordFrom(name: string, line: number, target = name): AuditRecordDocument {
  return recordOf({ line, target, startedAt }, storedDiagnosis(name), { ms: 12.6, failOn: 'blocker' })
}

/** The record of a line that is no target. */
export function badLine(line: number): AuditRecordDocument {
  return errorRecord({ line, startedAt }, new UserError('bad-target', `Line ${line} cannot be used`))
}

/** A record with one endpoint that shows this certificate. */
export function withCertificate(
  line: number,
  { daysLeft, print, verified = true }: { daysLeft: number; print: string; verified?: boolean },
): AuditRecordDocument {
  const certificate = { validTo: '2026-12-01T00:00:00Z', daysLeft, issuer: 'CN=x', fingerprint256: print }
  const place = { protocol: 'imap', host: `h${line}.example`, port: 993, security: 'tls' } as const
  const endpoint = (port: number): AuditRecordDocument['endpoints'][number] => ({
    endpoint: { ...place, port },
    usable: verified,
    ms: 5,
    tls: { protocol: 'TLSv1.3', verified, certificate },
  })
  const record = errorRecord({ line, target: place.host, startedAt }, new UserError('bad-target', 'none'))
  const { error: _, ...rest } = record
  return { ...rest, exitCode: 0, endpoints: [endpoint(993), endpoint(995)] }
}
