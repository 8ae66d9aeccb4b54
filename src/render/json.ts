// JSON.stringify escapes C0 controls only. These too would act on a terminal, or end a line for some readers; escaped,
// the JSON means exactly the same.
const alsoUnsafe =
  /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

function unicodeEscape(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')
}

/** A document as JSON, safe to print: indented, one line feed at the end. */
export function json(document: object): string {
  return `${JSON.stringify(document, null, 2).replace(alsoUnsafe, unicodeEscape)}\n`
}
