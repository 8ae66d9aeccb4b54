import Table from 'cli-table3'
import type { ComparisonDocument, ComparisonRow } from '../model/index.js'
import { Page, paint, type RenderOptions } from './page.js'
import { wrap } from './wrap.js'

// Under this, three columns hold only a word or two each, and blocks read better.
const narrowestTable = 60

// ASCII borders: they look the same in every terminal, font and mail.
const borders = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
}

/** Widths of the three texts: the feature takes a quarter, POP and IMAP share the rest. */
function columnWidths(width: number): [number, number, number] {
  const frame = 4 + 3 * 2 // four border lines, one space on each side of each cell
  const text = width - frame
  const feature = Math.min(26, Math.floor(text / 4))
  const pop = Math.floor((text - feature) / 2)
  return [feature, pop, text - feature - pop]
}

function asTable(rows: readonly ComparisonRow[], { width, colour }: RenderOptions): string {
  const widths = columnWidths(width)
  const table = new Table({
    chars: borders,
    colWidths: widths.map((columns) => columns + 2),
    // Wrapped here, not by the library: its own wrapping cuts long words and loses text of wide characters.
    wordWrap: false,
    style: { head: [], border: [], compact: false },
  })
  // Lines stay apart so that a colour never spans a border.
  const cell = (text: string, columns: number, tone: 'plain' | 'title' | 'dim') =>
    wrap(text, columns)
      .map((line) => paint(line, tone, colour))
      .join('\n')
  const whole = width - 4
  table.push(['Feature', 'POP', 'IMAP'].map((name, index) => cell(name, widths[index] ?? 1, 'title')))
  for (const row of rows) {
    table.push([
      cell(row.feature, widths[0], 'title'),
      cell(row.pop, widths[1], 'plain'),
      cell(row.imap, widths[2], 'plain'),
    ])
    if (row.caveat !== undefined) {
      table.push([{ colSpan: 3, content: cell(`Today: ${row.caveat}`, whole, 'dim') }])
    }
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

function asBlocks(rows: readonly ComparisonRow[], options: RenderOptions): string {
  const page = new Page(options)
  for (const row of rows) {
    page
      .blank()
      .text(row.feature, 'title')
      .item('POP   ', row.pop, 'plain', 2)
      .item('IMAP  ', row.imap, 'plain', 2)
    if (row.caveat !== undefined) page.item('Today ', row.caveat, 'dim', 2)
  }
  return page.toString().trimEnd()
}

/** The comparison table for a terminal: a section for each topic, as blocks where a table would be too narrow. */
export function comparisonTable(document: ComparisonDocument, options: RenderOptions): string {
  const draw = options.width < narrowestTable ? asBlocks : asTable
  const sections = document.request.topics.map((topic) => {
    const rows = document.rows.filter((row) => row.topic === topic)
    const title = `${topic.charAt(0).toUpperCase()}${topic.slice(1)}`
    return `${paint(title, 'heading', options.colour)}\n\n${draw(rows, options)}\n`
  })
  return sections.join('\n')
}
