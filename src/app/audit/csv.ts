import { type TextLine, tooLong } from './text-lines.js'

/** One row of a table: its cells, or why it has none. */
export type CsvRow = { number: number; end: number } & ({ cells: string[] } | { problem: string })

/** A quoted cell may go over several lines; one over more than this is a quotation mark that nobody closed. */
const linesOfRow = 50

const delimiters = [',', ';', '\t'] as const
type Delimiter = (typeof delimiters)[number]

/** What separates the cells: RFC 4180 says a comma, Excel a semicolon where the comma is in numbers, and some write tabs. */
export function delimiterOf(header: string): Delimiter {
  const outside = header.replace(/"[^"]*"/g, '')
  const counts = delimiters.map((one) => outside.split(one).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

function hasOddQuotes(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1
}

const cellForms: Record<Delimiter, RegExp> = {
  ',': /\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*)/y,
  ';': /\s*"((?:[^"]|"")*)"\s*(?=;|$)|([^;]*)/y,
  '\t': / *"((?:[^"]|"")*)" *(?=\t|$)|([^\t]*)/y,
}

/** The cells of a row (RFC 4180 section 2); a quotation mark within an unquoted cell is a character like any other. */
export function cellsOf(row: string, delimiter: Delimiter): string[] {
  const form = cellForms[delimiter]
  const cells: string[] = []
  for (let at = 0; at <= row.length; ) {
    form.lastIndex = at
    const [whole = '', quoted, plain = ''] = form.exec(row) ?? []
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += whole.length + 1
  }
  return cells
}

/** Only a quotation mark at the start of a cell opens a quoted one: 5" in the middle of a name does not. */
function opensQuotedCell(text: string, delimiter: Delimiter): boolean {
  return hasOddQuotes(text) && cellsOf(text, delimiter).some((cell) => cell.trimStart().startsWith('"'))
}

/** Puts rows together that go over several lines. */
class RowReader {
  #delimiter: Delimiter | undefined
  #open: TextLine[] = []

  /** Takes the next line in, and gives the rows that are whole with it. */
  read(line: TextLine): CsvRow[] {
    const { number, end, text } = line
    this.#delimiter ??= delimiterOf(text)
    if (line.tooLong) return [...this.finish(), { number, end, problem: tooLong }]
    if (this.#open.length > 0) return this.#readOn(line)
    if (opensQuotedCell(text, this.#delimiter)) {
      this.#open = [line]
      return []
    }
    return text.trim() === '' ? [] : [{ number, end, cells: cellsOf(text, this.#delimiter) }]
  }

  #readOn(line: TextLine): CsvRow[] {
    this.#open.push(line)
    if (!hasOddQuotes(line.text)) return this.#open.length < linesOfRow ? [] : this.#giveUp()
    const text = this.#open.map((one) => one.text).join('\n')
    const number = this.#open[0]?.number ?? line.number
    this.#open = []
    return [{ number, end: line.end, cells: cellsOf(text, this.#delimiter ?? ',') }]
  }

  /** The first of the open lines is at fault; those after it are read anew. */
  #giveUp(): CsvRow[] {
    const [first, ...rest] = this.#open
    this.#open = []
    if (first === undefined) return []
    const row = { number: first.number, end: first.end, problem: 'a quotation mark is never closed' }
    return [row, ...rest.flatMap((line) => this.read(line))]
  }

  /** What is left when there is no further line. */
  finish(): CsvRow[] {
    const rows: CsvRow[] = []
    while (this.#open.length > 0) rows.push(...this.#giveUp())
    return rows
  }
}

/**
 * The rows of a table, header included, with quoted cells over several lines. Rows are not lost to a quotation mark that
 * is never closed: its line is told, and the next one is read as a row again. No library: those looked at lose what
 * follows a broken row, or cannot tell its line.
 */
export async function* csvRows(lines: AsyncIterable<TextLine>): AsyncGenerator<CsvRow> {
  const reader = new RowReader()
  for await (const line of lines) yield* reader.read(line)
  yield* reader.finish()
}
