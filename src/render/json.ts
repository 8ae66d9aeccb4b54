import { unsafeCharacters } from '../model/unsafe-characters.js'

// JSON.stringify escapes C0 controls only. The others too would act on a terminal, or end a line for some readers; escaped,
// the JSON means exactly the same. The line feeds are those of the indentation.
const alsoUnsafe = new RegExp(`(?!\\n)[${unsafeCharacters}]`, 'gu')

function unicodeEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')
}

/** A document as JSON, safe to print: indented, one line feed at the end. */
export function json(document: object): string {
  return `${JSON.stringify(document, null, 2).replace(alsoUnsafe, unicodeEscape)}\n`
}

/** A document as one line of JSON, safe to print, with its line feed. */
export function jsonLine(document: object): string {
  return `${JSON.stringify(document).replace(alsoUnsafe, unicodeEscape)}\n`
}
