import type { AuditSummaryDocument } from '../../model/index.js'
import {
  summaryFiles,
  summaryGravity,
  summaryOrigin,
  summaryTables,
  summaryVerdict,
} from '../audit-summary.js'
import { page, section, table, verdictBox } from './page.js'

/** What an audit comes to, as one HTML page. */
export function auditSummaryHtml(document: AuditSummaryDocument): string {
  const [first] = document.rootCauses
  return page({
    kind: 'Audit',
    heading: summaryFiles(document),
    verdict: verdictBox(summaryGravity(document), summaryVerdict(document), [
      ...(first === undefined ? [] : [`Most frequent: ${first.id} (${first.targets})`]),
    ]),
    sections: summaryTables(document).map(({ title, about, columns, rows }) =>
      section(title, table(about, columns, rows)),
    ),
    footer: [summaryOrigin(document)],
  })
}
