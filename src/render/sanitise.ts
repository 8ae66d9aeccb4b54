import { unsafeCharacters } from '../model/unsafe-characters.js'

// A server chooses these characters, so they are shown, not obeyed.
const unsafe = new RegExp(`[${unsafeCharacters}]`, 'gu')

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return `\\u{${code.toString(16)}}`
}

/** Text made safe for a terminal or a table cell: one line, every control or reordering character visible. */
export function oneLine(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unsafe, visible)
    .trim()
}

/**
 * Words of the server, marked as the server's, made safe, and cut to what a person wants to read. Controls are left
 * out, as where they are read from the wire, so that a stored document shows the same words as a fresh one.
 */
export function serverSays(text: string, limit = 200): string {
  const safe = oneLine(text.replace(unsafe, ''))
  const characters = [...safe]
  const cut = characters.length > limit ? `${characters.slice(0, limit).join('')}...` : safe
  return `server says: "${cut}"`
}
