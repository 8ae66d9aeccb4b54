// RFC 4013 section 2.1: spaces beyond ASCII become a space, and these characters go.
const spaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu
const nothing = /[\u00ad\u1806\u2060\ufeff]|\u200c|\u200d|[\ufe00-\ufe0f]|[\u180b-\u180d]|\u034f/gu

// RFC 4013 section 2.3: controls, private use, no characters, surrogates, what changes how text is shown, tags.
const prohibited =
  /[\p{Cc}\p{Co}\p{Cs}\u06dd\u070f\u180e\u200e\u200f\u2028-\u202e\u2061-\u2063\u206a-\u206f\u2ff0-\u2ffb\ufff9-\ufffd\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}]|\u0340|\u0341/u

/**
 * A name or password in the form that SCRAM compares (SASLprep, RFC 4013): mapped and in Unicode form KC. The rule about
 * text in both directions and the age of characters are left out: they can only refuse a password, never change it.
 *
 * @returns undefined when a character has no place in it
 */
export function saslPrepared(text: string): string | undefined {
  const prepared = text.replace(spaces, ' ').replace(nothing, '').normalize('NFKC')
  return prohibited.test(prepared) ? undefined : prepared
}
