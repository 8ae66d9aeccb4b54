import Table from 'cli-table3'
import type { AuditSummaryDocument } from '../model/index.js'
import {
  type SummaryTable,
  summaryGravity,
  summaryOrigin,
  summaryTables,
  summaryVerdict,
} from './audit-summary.js'
import { displayWidth } from './display-width.js'
import { Page, paint, type RenderOptions } from './page.js'
import { oneLine } from './sanitise.js'
import { wrap } from './wrap.js'

// As the comparison's: ASCII looks the same in every terminal, font and mail. Only the head has a line below it.
const borders = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
}

const gap = 2
const narrowestColumn = 10

/** Widths that fit: the widest column gives way until they do. */
function widthsFor(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = rows[0]?.length ?? 0
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => displayWidth(row[index] ?? ''))),
  )
  let over = widths.reduce((sum, one) => sum + one, gap * (columns - 1)) - width
  for (; over > 0; over -= 1) {
    const widest = Math.max(...widths)
    if (widest <= narrowestColumn) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

function drawn({ columns, rows }: SummaryTable, { width, colour }: RenderOptions): string {
  const safe = [columns, ...rows].map((row) => row.map(oneLine))
  const widths = widthsFor(safe, width)
  const table = new Table({
    chars: borders,
    colWidths: widths,
    // Wrapped here, not by the library: its own wrapping cuts long words and loses text of wide characters.
    wordWrap: false,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  })
  safe.forEach((row, index) => {
    const tone = index === 0 ? 'dim' : 'plain'
    const cells = row.map((text, column) =>
      wrap(text, widths[column] ?? 1)
        .map((line) => paint(line, tone, colour))
        .join('\n'),
    )
    table.push(cells)
  })
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** What an audit comes to, for a terminal. */
export function auditSummaryText(document: AuditSummaryDocument, options: RenderOptions): string {
  const gravity = summaryGravity(document)
  const head = new Page(options).text(summaryVerdict(document), gravity).toString()
  const parts = summaryTables(document).map(
    (table) => `${paint(oneLine(table.title), 'heading', options.colour)}\n${drawn(table, options)}\n`,
  )
  const foot = new Page(options).text(summaryOrigin(document), 'dim').toString()
  return [head, ...parts, foot].join('\n')
}
