import { limits } from './limits.js'

// C0, DEL and C1 controls; zero-width and bidi controls; line and paragraph separators; byte order mark.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text without control and direction characters, at its whole length. */
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
