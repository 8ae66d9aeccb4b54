import { inspect } from 'node:util'
import { unsafeCharacters } from '../model/unsafe-characters.js'

const shown = '[secret]'

/** A password or token that cannot be printed by accident: string, JSON and inspection all give `[secret]`. */
export class Secret {
  readonly #value: string

  /** @param value the secret itself */
  constructor(value: string) {
    this.#value = value
  }

  /** The secret itself: the only way out. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}

/**
 * Builds the function that removes secrets from text, whatever form they come back in: as typed, as an IMAP quoted
 * string; with any of its characters percent-encoded, as quoted-printable, as an entity of HTML or an escape of a
 * programming language; in hexadecimal, whatever stands between the bytes; inside base64 or base64url of any alignment
 * (SASL PLAIN is one such form, RFC 4616 section 2); the last two also as UTF-16. Letter case does not count, nor do
 * invisible characters in between: names are put in upper case, and a server may try to hide what it echoes. The
 * beginning of a long secret is masked as well, with as much as follows of it.
 *
 * @param secrets what must never be shown; empty ones are ignored
 * @returns a function from text to the same text with every form replaced by the mark; doing it twice changes nothing
 */
export function maskerFor(secrets: readonly Secret[], options: MaskOptions = {}): (text: string) => string {
  const { mark, only } = options
  const values = secrets.map((secret) => secret.reveal()).filter((value) => value !== '')
  if (values.length === 0) return (text) => text
  // The longest first, here and within the forms of one: a short form would leave the rest of a longer one behind.
  values.sort((a, b) => b.length - a.length)
  const spelt = [...values, ...values.map(misread)]
  const whole = spelt.flatMap((value) => formsOf(value, only))
  // Of a name, a part is another name. After all whole forms: one that begins alike must not end the match early.
  const beginnings = mark === undefined ? spelt.flatMap(beginningsOf) : []
  const put = mark ?? shown
  const pattern = new RegExp([...new Set([escaped(put), ...whole, ...beginnings])].join('|'), 'giu')
  return (text) => text.replace(pattern, () => put)
}

/** What becomes of text where its bytes are read as ISO 8859-1, as Node's resolver does. */
function misread(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** How to mask what is less than a secret, such as a name, which may also be an ordinary word. */
export interface MaskOptions {
  /** What is put in the place of a secret; without it `[secret]`. */
  mark?: string
  /**
   * `whole-words`: where it can be read, not as a part of a longer word. `before-at`: only so, and before an @; no
   * encoded form.
   */
  only?: 'whole-words' | 'before-at' | undefined
}

// The start of the text, what is no letter and no digit, or a character in one of the forms that make text of it again.
const wordStart = String.raw`(?<=^|[^\p{L}\p{N}]|[%=][0-9a-f]{2}|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[nrt])`
const wordEnd = String.raw`(?![\p{L}\p{N}])`

function standing(form: string, only: MaskOptions['only']): string {
  if (only === undefined) return form
  return `${wordStart}(?:${form})${only === 'before-at' ? '(?=@)' : wordEnd}`
}

const invisible = `[${unsafeCharacters}]`
const invisibles = new RegExp(invisible, 'gu')

// Colons, blanks, commas and dots, or what marks a byte as hexadecimal.
const betweenBytes = String.raw`(?:[\s:;,.=%_-]|\\x|0x|\\u00)*`

/** Characters from which on a secret is looked for as a whole only: a pattern of each one's forms would take seconds. */
const longSecret = 100

function formsOf(value: string, only: MaskOptions['only']): string[] {
  const isLong = value.length > longSecret
  const readable = (isLong ? wholeForms(value) : readableForms(value)).map((form) => standing(form, only))
  if (only === 'before-at') return readable
  return [...readable, ...(isLong ? encodedWhole(value) : encodedForms(value))]
}

function encodedForms(value: string): string[] {
  const bytes = inEncodings(value)
  return [
    escaped(Buffer.from(value).toString('base64')),
    ...bytes.flatMap(base64Forms).map(folded),
    ...bytes.flatMap(hexForms),
  ]
}

function inEncodings(value: string): Buffer[] {
  return [Buffer.from(value), Buffer.from(value, 'utf16le'), Buffer.from(value, 'utf16le').swap16()]
}

/**
 * From how much on the beginning of a secret is masked: characters as they can be read, bytes in hexadecimal, digits of
 * base64. That bounds the work of a text of near misses, each of which would be compared to its end at every place: what
 * begins like the secret is taken out at once.
 */
const enough = { readable: 12, hex: 12, base64: 16 }

/** What may follow the part of a long secret that a pattern is made of. */
const tail = {
  readable: String.raw`(?:\S|${invisible})*`,
  hex: `(?:${betweenBytes}[0-9a-f]{2})*`,
  base64: String.raw`(?:\s*[a-z0-9+/_-]{16,})*[a-z0-9+/_=-]*`,
}

/** Patterns of the beginning of a secret, with as much as follows of it; none for one that is no longer than that. */
function beginningsOf(value: string): string[] {
  const characters = Array.from(value.replace(invisibles, ''))
  if (characters.length <= enough.readable) return []
  const known = characters.slice(0, longSecret)
  const isLong = characters.length > longSecret
  const bytes = inEncodings(known.join(''))
  const readable = [quotedCharacter, character].map((form) =>
    beginning(known.map(form), `${invisible}*`, enough.readable),
  )
  const hex = bytes.map((one) => beginning([...one].map(hexByte), betweenBytes, enough.hex))
  const base64 = bytes
    .flatMap(base64Forms)
    .map((core) => beginning([...core].map(anyBase64), String.raw`\s*`, enough.base64))
  return [
    ...readable.map((form) => (isLong ? form + tail.readable : form)),
    ...base64.map((form) => (isLong ? form + tail.base64 : form)),
    ...hex.map((form) => (isLong ? form + tail.hex : form)),
  ]
}

/** Units one after the other, at least so many of them; only the last ones can be left off. */
function beginning(units: readonly string[], between: string, least: number): string {
  const start = units.slice(0, least).join(between)
  const end = units.slice(least).reduceRight((after, unit) => `(?:${between}${unit}${after})?`, '')
  return start + end
}

/** Patterns of a long secret, as of a token: as it is, as a quoted string, and percent-encoded where needed or throughout. */
function wholeForms(value: string): string[] {
  const quoted = value.replace(/["\\]/g, String.raw`\$&`)
  const bytes = Buffer.from(value)
  const throughout = [...bytes].map((byte) => `%${hexByte(byte)}`).join('')
  // By way of the bytes: half of a surrogate pair cannot be encoded.
  const inUrl = encodeURIComponent(bytes.toString())
  const forms = [value, value.replace(invisibles, ''), quoted, inUrl, throughout]
  return forms.filter((form) => form !== '').map(escaped)
}

function encodedWhole(value: string): string[] {
  const bytes = Buffer.from(value)
  return [...base64Forms(bytes).map(anyBase64), bytes.toString('hex')]
}

/**
 * Patterns of the secret itself: what is left of it once invisible characters are gone, and as it is with them; each as a
 * quoted string first, whose backslashes must not stay behind. A pattern with optional backslashes would read a run of
 * them in too many ways.
 */
function readableForms(value: string): string[] {
  const visible = Array.from(value.replace(invisibles, ''))
  const whole = Array.from(value)
  return [quotedCharacter, character].flatMap((form) => [
    ...(visible.length === 0 ? [] : [visible.map(form).join(`${invisible}*`)]),
    ...(visible.length === whole.length ? [] : [whole.map(form).join('')]),
  ])
}

/** One character as within a quoted string (RFC 9051 section 9, quoted). */
function quotedCharacter(one: string): string {
  return one === '"' || one === '\\' ? escaped(`\\${one}`) : character(one)
}

/** One character in either letter case, which may take several characters, and in any form that makes text of it again. */
function character(one: string): string {
  const spellings = [...new Set([one, one.toUpperCase(), one.toLowerCase()])]
  // What is left of one byte of ISO 8859-1 that was read as UTF-8.
  const lost = /^[\x80-\xff]$/.test(one) ? ['\ufffd'] : []
  const encoded = new Set(spellings.flatMap(encodingsOfText))
  return `(?:${[...distinct(spellings).map(escaped), ...encoded, ...lost].join('|')})`
}

/**
 * Spellings of which no two match the same text: a choice between equals, made again at each character, would double the
 * work of a near miss with each.
 */
function distinct(spellings: readonly string[]): string[] {
  return spellings.filter(
    (one, index) =>
      !spellings.slice(0, index).some((before) => new RegExp(`^${escaped(before)}$`, 'iu').test(one)),
  )
}

const entities: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

function encodingsOfText(text: string): string[] {
  const codes = Array.from(text, (one) => one.codePointAt(0) ?? 0)
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const bytes = [...Buffer.from(text)].map(hexByte)
  const entity = entities[text]
  return [
    `[%=]${bytes.join('[%=]')}`,
    bytes.map((byte) => String.raw`\\x${byte}`).join(''),
    units.map((unit) => String.raw`\\u${unit.toString(16).padStart(4, '0')}`).join(''),
    codes.map((code) => `(?:&#0*${code};|&#x0*${code.toString(16)};)`).join(''),
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(text === ' ' ? [String.raw`\+`] : []),
  ]
}

/** Shortest piece of base64 that is looked for: less would hit innocent text. */
const shortestBase64 = 4

/** Fewest bytes that are looked for in hexadecimal: together, and with something in between. */
const fewestHex = { together: 3, apart: 4 }

function base64Forms(bytes: Buffer): string[] {
  return alignedBase64(bytes).filter((core) => core.length >= shortestBase64)
}

function hexForms(bytes: Buffer): string[] {
  const pairs = [...bytes].map(hexByte)
  return [
    ...(bytes.length >= fewestHex.apart ? [pairs.join(betweenBytes)] : []),
    ...(bytes.length >= fewestHex.together ? [pairs.join('')] : []),
  ]
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

/**
 * The characters of base64 that depend on the secret alone, for each of the three places where it can start within a
 * group of three bytes.
 */
function alignedBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const first = Math.ceil((offset * 8) / 6)
    const last = Math.floor(((offset + bytes.length) * 8) / 6)
    return encoded.slice(first, last)
  })
}

/** From this length on, base64 is also looked for with blanks in it: a short piece would be found in ordinary words. */
const shortestFolded = 8

/** The core as it is or folded over lines. */
function folded(core: string): string {
  return core.length < shortestFolded ? anyBase64(core) : [...core].map(anyBase64).join(String.raw`\s*`)
}

/** The core in either alphabet (RFC 4648 sections 4 and 5). */
function anyBase64(core: string): string {
  return core.replace(/[+/]/g, (sign) => (sign === '+' ? '[+-]' : String.raw`[\/_]`))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
