import { displayWidth, splitAtWidth } from './display-width.js'
import { oneLine } from './sanitise.js'

// A link that is cut cannot be followed, so it may stick out instead.
const link = /\w:\/\//

/** Pieces of a word that each fit, unless the word is a link. */
function pieces(word: string, width: number): string[] {
  if (displayWidth(word) <= width || link.test(word)) return [word]
  const parts: string[] = []
  let rest = word
  while (displayWidth(rest) > width) {
    const [head, tail] = splitAtWidth(rest, width)
    if (tail === '') break
    parts.push(head)
    rest = tail
  }
  return [...parts, rest]
}

/**
 * Breaks a text into lines of at most so many columns, between words where possible. The text is made safe for a
 * terminal first, so no caller can forget to. An empty text gives one empty line.
 */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(1, Math.floor(width))
  const words = oneLine(text)
    .split(/ +/)
    .flatMap((word) => pieces(word, columns))
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line === '') line = word
    else if (displayWidth(line) + 1 + displayWidth(word) <= columns) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}
