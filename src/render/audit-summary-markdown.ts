import type { AuditSummaryDocument } from '../model/index.js'
import { summaryOrigin, summaryTables, summaryVerdict } from './audit-summary.js'
import { markdownText } from './comparison-markdown.js'

/** What an audit comes to, as Markdown. */
export function auditSummaryMarkdown(document: AuditSummaryDocument): string {
  const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`
  const tables = summaryTables(document).flatMap(({ title, columns, rows }) => [
    `## ${markdownText(title)}`,
    '',
    line(columns),
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows.map(line),
    '',
  ])
  const head = ['# Audit', '', markdownText(summaryVerdict(document)), '']
  return `${[...head, ...tables, markdownText(summaryOrigin(document))].join('\n')}\n`
}
