/** The account of the whole suite. The password has characters that every encoding writes in another way. */
export const user = 'demo'
export const password = 'Tr0ub4dor&3 zebra'

/** An access token, longer than what is looked for in full. */
export const token = `ya29.A0AfH6SMBx-${'Q7f_kLm2'.repeat(14)}.zYx-9`

const blob = `\0${user}\0${password}`

/** The base64 digits that depend on the bytes alone, for each place within a group of three where they may start. */
function cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
  })
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

/**
 * Every form in which the password may be echoed, each with the text that a server would send. Written for itself, and not
 * by the code that is under test.
 */
export const echoes: Record<string, string> = {
  plain: password,
  'upper case': password.toUpperCase(),
  'lower case': password.toLowerCase(),
  quoted: JSON.stringify(password),
  base64: Buffer.from(password).toString('base64'),
  base64url: Buffer.from(password).toString('base64url'),
  'SASL PLAIN': Buffer.from(blob).toString('base64'),
  'shifted base64': Buffer.from(`x${password}`).toString('base64'),
  hex: Buffer.from(password).toString('hex'),
  'HEX WITH COLONS': [...Buffer.from(password)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':')
    .toUpperCase(),
  'hex with spaces': [...Buffer.from(password)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  'hex escapes': [...Buffer.from(password)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join(''),
  'percent, some': encodeURIComponent(password),
  'percent, all': [...Buffer.from(password)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'form encoding': new URLSearchParams({ p: password }).toString().slice(2),
  'quoted-printable': [...Buffer.from(password)]
    .map((byte) => `=${byte.toString(16).padStart(2, '0')}`)
    .join('')
    .toUpperCase(),
  'HTML entities': password.replace('&', '&amp;'),
  'numeric entities': [...password].map((one) => `&#${one.charCodeAt(0)};`).join(''),
  'hexadecimal entities': [...password].map((one) => `&#x${one.charCodeAt(0).toString(16)};`).join(''),
  'Unicode escapes': [...password].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(''),
  'UTF-16LE': Buffer.from(password, 'utf16le').toString('latin1'),
  'UTF-16BE': bigEndian(password).toString('latin1'),
  'UTF-16LE in base64': Buffer.from(password, 'utf16le').toString('base64'),
  'UTF-16BE in base64': bigEndian(password).toString('base64'),
  'UTF-16LE in hex': Buffer.from(password, 'utf16le').toString('hex'),
  'split by colours': [...password].join('\u001b'),
  'split by nothing': [...password].join('\u200b'),
  'split by direction marks': [...password].join('\u202e'),
}

/** Makes the function that gives the forms in which a secret stands in a text, however it is wrapped, coloured or punctuated. */
export function leakFinder(name: string, secret: string): (text: string) => string[] {
  const words = [secret, encodeURIComponent(secret), secret.replace('&', '&amp;')]
  const bytes = [Buffer.from(secret), Buffer.from(secret, 'utf16le'), bigEndian(secret)]
  const digits = [...bytes, Buffer.from(`\0${name}\0${secret}`)].flatMap(cores)
  const hexadecimal = bytes.map((one) => one.toString('hex'))
  return (text) => {
    const joined = text.replace(/[\s\p{Cc}\p{Cf}]/gu, '')
    // A line may have been folded at a blank.
    const spaced = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '')
    const lower = joined.toLowerCase()
    const hex = lower.replace(/\\x|\\u00|&#x|[%=:;,]/g, '')
    const codes = spaced.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    return [
      ...words.filter((word) => spaced.toLowerCase().includes(word.toLowerCase())),
      ...digits.filter(
        (core) => joined.includes(core) || joined.includes(core.replaceAll('+', '-').replaceAll('/', '_')),
      ),
      ...hexadecimal.filter((one) => hex.includes(one)),
      ...(codes.includes(secret) ? ['entities'] : []),
    ]
  }
}

const passwordIn = leakFinder(user, password)
const tokenIn = leakFinder(user, token)

/** The forms of the suite's own secrets that stand in a text; empty when none. */
export const leaksIn = (text: string): string[] => [...passwordIn(text), ...tokenIn(text)]
