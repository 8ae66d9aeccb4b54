import { inspect } from 'node:util'

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
 * string, percent-encoded, or inside base64 of any alignment (SASL PLAIN is one such form, RFC 4616 section 2).
 *
 * @param secrets what must never be shown; empty ones are ignored
 * @returns a function from text to the same text with every form replaced by `[secret]`
 */
export function maskerFor(secrets: readonly Secret[]): (text: string) => string {
  const forms = secrets
    .map((secret) => secret.reveal())
    .filter((value) => value !== '')
    .flatMap(formsOf)
  // The longest first, or a short form would leave the rest of a longer one behind.
  const ordered = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return (text) => ordered.reduce((masked, form) => masked.replaceAll(form, shown), text)
}

function formsOf(value: string): string[] {
  const quoted = value.replace(/["\\]/g, '\\$&')
  const base64 = Buffer.from(value).toString('base64')
  return [value, quoted, encodeURIComponent(Buffer.from(value).toString()), base64, ...alignedBase64(value)]
}

/**
 * The characters of base64 that depend on the secret alone, for each of the three places where it can start within a
 * group of three bytes. Too short a core would hit innocent text, so those are left to the whole forms.
 */
function alignedBase64(value: string): string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2]
    .map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
      const first = Math.ceil((offset * 8) / 6)
      const last = Math.floor(((offset + bytes.length) * 8) / 6)
      return encoded.slice(first, last)
    })
    .filter((core) => core.length >= 4)
}
