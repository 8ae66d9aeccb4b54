import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverText } from '../../src/net/server-text.js'
import { displayWidth, padToWidth } from '../../src/render/display-width.js'
import { oneLine, serverSays } from '../../src/render/sanitise.js'
import { wrap } from '../../src/render/wrap.js'
import { hostile, unsafe } from './support.js'

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['\u4e2d\u6587', 4],
    ['e\u0301', 1],
    ['\uff21', 2],
    ['\u{1f4e7}', 2],
  ])('counts columns of %j', (text, width) => expect(displayWidth(text)).toBe(width))

  it('pads by columns, not by characters', () => expect(padToWidth('\u4e2d', 4)).toBe('\u4e2d  '))
})

describe('wrap', () => {
  it('breaks between words', () => expect(wrap('one two three', 7)).toEqual(['one two', 'three']))

  it('cuts a word that is wider than the line', () =>
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']))

  it('never cuts a link', () => {
    expect(wrap('see https://example.com/a/very/long/path now', 10)).toEqual([
      'see',
      'https://example.com/a/very/long/path',
      'now',
    ])
  })

  it('breaks text without spaces by its columns', () => {
    expect(wrap('\u4e2d\u6587\u90f5\u4ef6', 5)).toEqual(['\u4e2d\u6587', '\u90f5\u4ef6'])
  })

  it('gives one empty line for nothing', () => expect(wrap('', 10)).toEqual(['']))

  it('keeps to the width, loses nothing and lets nothing unsafe through, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 2, max: 100 }),
        (text, width) => {
          const lines = wrap(text, width)
          for (const line of lines) {
            expect(line).not.toMatch(unsafe)
            if (!line.includes('://')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
          }
          expect(lines.join('').replaceAll(' ', '')).toBe(oneLine(text).replaceAll(' ', ''))
        },
      ),
    )
  })
})

describe('server text', () => {
  it('is shown, not obeyed', () => {
    const shown = serverSays(hostile)
    expect(shown).not.toMatch(unsafe)
    expect(shown.startsWith('server says: "ok[2J]0;owned')).toBe(true)
  })

  it('looks the same stored with its controls as cleaned where it was read from the wire', () => {
    expect(serverSays('\u001b[31mred\u202e!')).toBe(serverSays(serverText('\u001b[31mred\u202e!')))
    expect(serverSays('\u001b[31mred')).toBe('server says: "[31mred"')
  })

  it('is cut', () => expect(serverSays('x'.repeat(500)).length).toBeLessThan(230))
})
