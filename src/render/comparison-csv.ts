import type { ComparisonDocument, ComparisonRow } from '../model/index.js'

const columns: readonly (readonly [string, (row: ComparisonRow) => string])[] = [
  ['id', (row) => row.id],
  ['topic', (row) => row.topic],
  ['feature', (row) => row.feature],
  ['pop', (row) => row.pop],
  ['imap', (row) => row.imap],
  ['today', (row) => row.caveat ?? ''],
  ['founding', (row) => (row.founding ? 'yes' : 'no')],
  ['sources', (row) => row.sources.map(({ text, url }) => (url ? `${text} <${url}>` : text)).join('; ')],
]

/** One field of RFC 4180; a field that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The comparison table as CSV (RFC 4180: comma, CRLF, a header line). */
export function comparisonCsv(document: ComparisonDocument): string {
  const lines = [
    columns.map(([name]) => name),
    ...document.rows.map((row) => columns.map(([, value]) => value(row))),
  ]
  return lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('')
}
