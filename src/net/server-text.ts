import { unsafeCharacters } from '../model/unsafe-characters.js'
import { limits } from './limits.js'

const unsafe = new RegExp(`[${unsafeCharacters}]`, 'gu')

/** Text without control, direction and invisible characters, at its whole length. */
export function withoutControls(raw: string): string {
  return raw.replace(unsafe, '')
}

/**
 * Makes text from a server fit to be kept: no control or direction characters, at most 300 characters, no secret.
 *
 * @param raw as received
 * @param mask removes secrets; by default there are none
 */
export function serverText(raw: string, mask: (text: string) => string = (text) => text): string {
  // Masked before and after: stripping may put a secret together that controls had split, and cutting may break one.
  const clean = mask(withoutControls(mask(raw))).trim()
  const characters = Array.from(clean.slice(0, 2 * limits.serverText + 2))
  if (characters.length <= limits.serverText) return clean.slice(0, 2 * limits.serverText + 2)
  return `${characters.slice(0, limits.serverText - 1).join('')}…`
}

/** Characters of a code; those of OpenSSL are sentences. */
const codeCharacters = { server: 40, openssl: 80 }

/**
 * A response code of a server, or an error code of a library, fit to be kept: upper case, only the characters that such
 * codes have, at most 40 (of OpenSSL: 80).
 *
 * @param mask removes secrets, in any letter case
 */
export function codeText(raw: string, mask: (text: string) => string): string {
  const code = mask(withoutControls(mask(raw)))
    .toUpperCase()
    .replace(/[^A-Z0-9/_-]/g, '')
  return code.slice(0, /^ERR_[A-Z]+_/.test(code) ? codeCharacters.openssl : codeCharacters.server)
}
