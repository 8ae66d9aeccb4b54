import { unsafeCharacters } from '../model/unsafe-characters.js'

/** How a format marks a comment: by a sign before each line, as XML does, or not at all because it is all text. */
export type CommentSyntax = 'hash' | 'xml' | 'plain'

const width = 100
const unsafe = new RegExp(`[${unsafeCharacters}]`, 'gu')

/** A text that cannot end a comment line: what shows nothing, reorders text or ends a line becomes a blank. */
function commentText(text: string): string {
  return text.replace(unsafe, ' ')
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of commentText(text).split(' ').filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** XML forbids two hyphens in a comment, and one at its end (XML 1.0 section 2.5); xn-- names have them. */
function withoutDoubleHyphens(line: string): string {
  return line.replace(/-(?=-)/g, '- ')
}

const marks: Record<CommentSyntax, (lines: string[]) => string[]> = {
  hash: (lines) => lines.map((line) => `# ${line}`),
  plain: (lines) => lines,
  xml: (lines) => ['<!--', ...lines.map((line) => `  ${withoutDoubleHyphens(line)}`), '-->'],
}

/** Paragraphs as a comment of a format, each on lines of its own, with a line end after the last. */
export function comment(syntax: CommentSyntax, paragraphs: readonly string[]): string {
  return marks[syntax](paragraphs.flatMap(wrapped))
    .map((line) => `${line}\n`)
    .join('')
}
