import { UserError } from '../../model/index.js'
import { didYouMean } from '../nearest.js'
import { csvRows } from './csv.js'
import { type TextLine, textLines, tooLong } from './text-lines.js'

/** How a list of targets is written. */
export const listForms = ['lines', 'csv', 'ndjson'] as const

/** One of them. */
export type ListForm = (typeof listForms)[number]

/** How to read a list. */
export interface ListOptions {
  form: ListForm
  /** Name or number, from 1, of the column of a table; name of the field of an object. `target` unless said otherwise. */
  column?: string | undefined
  /** The first row of a table is a target as well, so that columns have numbers only. */
  noHeader?: boolean | undefined
}

/** One entry of a list: a target as it stands there, or what is wrong with its line. */
export type ListEntry = {
  /** Line in the file, counted from 1. */
  line: number
  /** Bytes of the file up to here. */
  end: number
} & ({ target: string } | { problem: string })

/** What the ending of a file's name says about its form. */
export function formByName(file: string): ListForm {
  const [, ending = ''] = /\.([a-z]+)$/i.exec(file) ?? []
  const forms: Record<string, ListForm> = { csv: 'csv', tsv: 'csv', ndjson: 'ndjson', jsonl: 'ndjson' }
  return forms[ending.toLowerCase()] ?? 'lines'
}

const usualColumn = 'target'

/** Leaves out blank lines and comments. */
async function* plainEntries(lines: AsyncIterable<TextLine>): AsyncGenerator<ListEntry> {
  for await (const { number: line, text, end, tooLong: cut } of lines) {
    if (cut) yield { line, end, problem: tooLong }
    else if (!/^\s*(#|$)/.test(text)) yield { line, end, target: text }
  }
}

function fromJson(text: string, field: string): { target: string } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'it is no JSON' }
  }
  if (typeof value === 'string') return { target: value }
  if (typeof value !== 'object' || value === null) return { problem: 'it is neither a text nor an object' }
  const found: unknown = Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined
  if (found === undefined) return { problem: `it has no field "${field}"` }
  return typeof found === 'string' ? { target: found } : { problem: `its field "${field}" is no text` }
}

async function* jsonEntries(lines: AsyncIterable<TextLine>, field: string): AsyncGenerator<ListEntry> {
  for await (const { number: line, text, end, tooLong: cut } of lines) {
    if (cut) yield { line, end, problem: tooLong }
    else if (text.trim() !== '') yield { line, end, ...fromJson(text, field) }
  }
}

function numbered(column: string | undefined): number | undefined {
  return column !== undefined && /^[1-9]\d{0,4}$/.test(column) ? Number(column) - 1 : undefined
}

/** Which cell of a row holds the target, by its header. */
export function columnIn(header: readonly string[], column: string | undefined): number {
  const names = header.map((name) => name.trim())
  const byName = names.findIndex((name) => name.toLowerCase() === (column ?? usualColumn).toLowerCase())
  if (byName !== -1) return byName
  const byNumber = numbered(column)
  if (byNumber !== undefined && byNumber < names.length) return byNumber
  if (column === undefined && names.length === 1) return 0
  const wanted = column ?? usualColumn
  throw new UserError('bad-value', `The table has no column "${wanted}"`, {
    hint: `Name it with --column. ${didYouMean(wanted, names)}`,
  })
}

function firstColumn({ column }: ListOptions): number {
  const index = column === undefined ? 0 : numbered(column)
  if (index !== undefined) return index
  throw new UserError('bad-value', `Without a header no column is called "${column}"`, {
    hint: 'Give its number, from 1, or leave out --no-header.',
  })
}

async function* tableEntries(
  lines: AsyncIterable<TextLine>,
  options: ListOptions,
): AsyncGenerator<ListEntry> {
  let index = options.noHeader ? firstColumn(options) : undefined
  for await (const row of csvRows(lines)) {
    const { number: line, end } = row
    if ('problem' in row) yield { line, end, problem: row.problem }
    else if (index === undefined) index = columnIn(row.cells, options.column)
    else {
      const target = row.cells[index] ?? ''
      if (target.trim() === '') yield { line, end, problem: `its column ${index + 1} is empty` }
      else yield { line, end, target }
    }
  }
}

/** UTF-16 would give lines full of NUL characters: better one clear error. */
async function* asUtf8(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of chunks) {
    const [one, two] = chunk
    if (first && (one === 0 || two === 0 || (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)))
      throw new UserError('unreadable-file', `Cannot read ${name}: it is UTF-16, UTF-8 is wanted`, {
        hint: 'Save it as UTF-8; in PowerShell: Set-Content -Encoding utf8.',
      })
    first = false
    yield chunk
  }
}

/**
 * The entries of a list of targets, one at a time: memory does not grow with the list. A line that cannot be read is an
 * entry too, so that nothing is lost.
 *
 * @param name of the file, or stdin
 * @throws UserError when the column cannot be found, or the text is UTF-16
 */
export function listEntries(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  options: ListOptions,
): AsyncGenerator<ListEntry> {
  const lines = textLines(asUtf8(chunks, name))
  if (options.form === 'ndjson') return jsonEntries(lines, options.column ?? usualColumn)
  return options.form === 'csv' ? tableEntries(lines, options) : plainEntries(lines)
}
