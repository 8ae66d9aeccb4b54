import type { ComparisonDocument, Source } from '../model/index.js'
import { oneLine } from './sanitise.js'

/** Text as Markdown that shows exactly this text, also inside a table cell. */
export function markdownText(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|~&]/g, (character) =>
    character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
  )
}

function source({ text, url }: Source): string {
  if (url === undefined) return markdownText(text)
  const target = oneLine(url).replace(/[()<>|\s\\]/g, (character) => encodeURIComponent(character))
  return `[${markdownText(text)}](${target.replaceAll('(', '%28').replaceAll(')', '%29')})`
}

/** The comparison table as Markdown (GitHub's tables), with what is true today and the sources below. */
export function comparisonMarkdown(document: ComparisonDocument): string {
  const table = document.rows.map(
    (row) => `| ${markdownText(row.feature)} | ${markdownText(row.pop)} | ${markdownText(row.imap)} |`,
  )
  const notes = document.rows
    .filter((row) => row.caveat !== undefined)
    .map((row) => `* **${markdownText(row.feature)}**, today: ${markdownText(row.caveat ?? '')}`)
  const sources = document.rows.map(
    (row) => `* ${markdownText(row.feature)}: ${row.sources.map(source).join('; ')}`,
  )
  const parts = [
    ['| Feature | POP | IMAP |', '| --- | --- | --- |', ...table],
    ...(notes.length === 0 ? [] : [notes]),
    ['Sources:', '', ...sources],
  ]
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
