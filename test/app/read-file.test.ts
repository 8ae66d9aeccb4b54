import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/app/read-file.js'

const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding)

describe('a text of the user', () => {
  it.each(['{"a": "\u00e4"}', '', 'x'])('%j may start with a byte order mark', (text) => {
    expect(decodeText('x.json', bytes(text, 'utf8'))).toBe(text)
    expect(decodeText('x.json', bytes(`\ufeff${text}`, 'utf8'))).toBe(text)
  })

  it.each([
    ['with a byte order mark', bytes('\ufeff{"a": 1}', 'utf16le')],
    ['without one', bytes('{"a": 1}', 'utf16le')],
    ['with the high byte first', bytes('\ufeff{"a": 1}', 'utf16le').swap16()],
    ['with the high byte first and no mark', bytes('{"a": 1}', 'utf16le').swap16()],
  ])('in UTF-16 %s is named as such', (_, text) => {
    expect(() => decodeText('x.json', text)).toThrow('Cannot read x.json: it is UTF-16, UTF-8 is wanted')
  })
})
