import { describe, expect, it } from 'vitest'
import { Summary } from '../../src/app/audit/summary.js'
import type { AuditRecordDocument, AuditSummaryDocument } from '../../src/model/index.js'
import { auditSummaryMarkdown } from '../../src/render/audit-summary-markdown.js'
import { auditSummaryText } from '../../src/render/audit-summary-text.js'
import { displayWidth } from '../../src/render/display-width.js'
import { auditSummaryHtml } from '../../src/render/html/audit-summary.js'
import { badLine, recordFrom, withCertificate } from '../app/audit/records.js'
import { elementsOf } from './html-page.js'
import { hostile, unsafe } from './support.js'

function summaryOf(
  records: readonly AuditRecordDocument[],
  files = ['records.ndjson'],
): AuditSummaryDocument {
  const summary = new Summary()
  for (const record of records) summary.add(record)
  return summary.document(files)
}

const ordinary = summaryOf([
  recordFrom('demo', 1),
  recordFrom('self-signed', 2),
  recordFrom('bye-greeting', 3),
  withCertificate(4, { daysLeft: 5, print: 'x' }),
  badLine(5),
])

const script = '<script>alert(1)</script> | [x](javascript:y) `code`'
const bad = `${hostile} ${script} ${'\u4e2d'.repeat(80)}`
const hostileSummary: AuditSummaryDocument = {
  ...ordinary,
  request: { files: [bad] },
  rootCauses: [{ id: bad, severity: 'blocker', targets: 1 }],
  tlsVersions: [{ version: bad, endpoints: 1 }],
  unreachable: { targets: 30, first: [{ target: bad }] },
  unread: [{ line: 1, message: bad }],
  endingSoonest: ordinary.endingSoonest.map((one) => ({ ...one, target: bad, validTo: bad })),
}

describe('a summary for the terminal', () => {
  it('says the verdict, and what there is of each kind', () => {
    const text = auditSummaryText(ordinary, { width: 80, colour: false })
    expect(text).toMatch(/^5 targets: 2 all right, 2 with something wrong, 1 line not usable\.\n/)
    for (const title of [
      'Root causes',
      'Certificates by time left',
      'Certificates that end soonest',
      'TLS versions',
      'Protocols',
      'Lines without a result',
    ])
      expect(text).toContain(`\n${title}\n`)
    expect(text).not.toContain('Not reachable')
    expect(text).toMatch(/^1 +blocker +.*cert-self-signed$/m)
    expect(text).toMatch(/^IMAP, implicit TLS +\d+ +\d+$/m)
  })

  it.each([40, 60, 80, 120])('is no wider than %i columns, whatever stands in it', (width) => {
    for (const document of [ordinary, hostileSummary]) {
      const lines = auditSummaryText(document, { width, colour: false }).split('\n')
      // Four columns of ten letters are as narrow as a table gets.
      const tooWide = lines.filter((line) => displayWidth(line) > Math.max(width, 46))
      expect(tooWide).toEqual([])
      expect(lines.join('')).not.toMatch(unsafe)
    }
  })

  it('names a few of many files', () => {
    const files = Array.from({ length: 500 }, (_, index) => `part-${index}.ndjson`)
    const text = auditSummaryText(summaryOf([], files), { width: 200, colour: false })
    expect(text).toContain('Audit of part-0.ndjson, part-1.ndjson, part-2.ndjson and 497 more, by mailadvise')
  })
})

describe('a summary to be handed on', () => {
  it('is Markdown whose tables have as many cells as columns, and no markup of others', () => {
    for (const document of [ordinary, hostileSummary]) {
      const text = auditSummaryMarkdown(document)
      expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
      expect(text).not.toMatch(/<script|(?<!\\)\]\(javascript/)
      const tables = text.split(/\n\n/).filter((part) => part.startsWith('|'))
      expect(tables.length).toBeGreaterThan(3)
      for (const table of tables) {
        const cells = table.split('\n').map((line) => line.split(/(?<!\\)\|/).length)
        expect(new Set(cells).size).toBe(1)
      }
    }
  })

  it('is a page with the same tables, and no element of others', () => {
    for (const document of [ordinary, hostileSummary]) {
      const page = auditSummaryHtml(document)
      const names = elementsOf(page).map(({ name }) => name)
      expect(page).not.toMatch(/<script|<img/i)
      expect(names.filter((name) => name === 'h1')).toHaveLength(1)
      expect(names.filter((name) => name === 'table').length).toBeGreaterThan(3)
      expect(page.replaceAll('\n', '')).not.toMatch(unsafe)
    }
  })
})
