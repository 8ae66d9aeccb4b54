// Ranges of UAX #11 that terminals show two columns wide: Hangul, CJK, kana, fullwidth forms, emoji. Coarse on
// purpose: a character counted too wide only breaks a line early.
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
]

const zeroWidth = /^(?:[\p{Mn}\p{Me}]|\u200c|\u200d)$/u // variation selectors are Mn
const asciiOnly = /^[\x20-\x7e]*$/

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (zeroWidth.test(character)) return 0
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Columns that a text without control characters takes on a terminal. */
export function displayWidth(text: string): number {
  if (asciiOnly.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** Cuts a text into a first part of at most so many columns, at least one character, and the rest. */
export function splitAtWidth(text: string, columns: number): [string, string] {
  let width = 0
  let end = 0
  for (const character of text) {
    width += characterWidth(character)
    if (width > columns && end > 0) break
    end += character.length
  }
  return [text.slice(0, end), text.slice(end)]
}

/** The text filled up with spaces to so many columns. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}
