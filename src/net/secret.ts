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
 * string, with any of its characters percent-encoded, in hexadecimal, or inside base64 or base64url of any alignment (SASL
 * PLAIN is one such form, RFC 4616 section 2). Letter case does not count, nor do invisible characters in between: names
 * are put in upper case, and a server may try to hide what it echoes.
 *
 * @param secrets what must never be shown; empty ones are ignored
 * @returns a function from text to the same text with every form replaced by `[secret]`; doing it twice changes nothing
 */
export function maskerFor(secrets: readonly Secret[]): (text: string) => string {
  const values = secrets.map((secret) => secret.reveal()).filter((value) => value !== '')
  if (values.length === 0) return (text) => text
  // The longest first, here and within the forms of one: a short form would leave the rest of a longer one behind.
  const forms = values.sort((a, b) => b.length - a.length).flatMap(formsOf)
  const pattern = new RegExp([...new Set([escaped(shown), ...forms])].join('|'), 'giu')
  return (text) => text.replace(pattern, shown)
}

const invisible = `[${unsafeCharacters}]`
const invisibles = new RegExp(invisible, 'gu')

/** Characters from which on a secret is looked for as a whole only: a pattern of each one's forms would take seconds. */
const longSecret = 100

function formsOf(value: string): string[] {
  if (value.length > longSecret) return [...wholeForms(value), ...encodedForms(value)]
  const spellings = [value, value.toUpperCase(), value.toLowerCase()]
  return [...spellings.flatMap(readableForms), ...encodedForms(value)]
}

/** Patterns of a long secret, as of a token: as it is, as a quoted string, and percent-encoded where needed or throughout. */
function wholeForms(value: string): string[] {
  const quoted = value.replace(/["\\]/g, String.raw`\$&`)
  const bytes = Buffer.from(value)
  const throughout = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  // By way of the bytes: half of a surrogate pair cannot be encoded.
  const inUrl = encodeURIComponent(bytes.toString())
  const forms = [value, value.replace(invisibles, ''), quoted, inUrl, throughout]
  return forms.filter((form) => form !== '').map(escaped)
}

/** Patterns of the secret itself: as it is, and what is left of it once invisible characters are gone. */
function readableForms(value: string): string[] {
  const visible = Array.from(value.replace(invisibles, ''))
  const whole = Array.from(value).map(character).join('')
  return visible.length === 0 ? [whole] : [whole, visible.map(character).join(`${invisible}*`)]
}

function character(one: string): string {
  const bytes = [...Buffer.from(one)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
  const quoted = one === '"' || one === '\\' ? String.raw`\\?` : ''
  return `(?:${quoted}${escaped(one)}|${bytes.join('')}${one === ' ' ? String.raw`|\+` : ''})`
}

/** Shortest piece of base64 or hexadecimal that is looked for: less would hit innocent text. */
const shortestCore = { base64: 4, hex: 6 }

function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex')
  return [
    escaped(bytes.toString('base64')),
    ...alignedBase64(bytes)
      .filter((core) => core.length >= shortestCore.base64)
      .map(anyBase64),
    ...(hex.length >= shortestCore.hex ? [hex] : []),
  ]
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

/** The core in either alphabet (RFC 4648 sections 4 and 5). */
function anyBase64(core: string): string {
  return core.replace(/[+/]/g, (sign) => (sign === '+' ? '[+-]' : String.raw`[\/_]`))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
