import { describe, expect, it } from 'vitest'
import { json, jsonLine } from '../../src/render/json.js'
import { hostile, unsafe } from './support.js'

describe('json', () => {
  it('escapes everything that acts on a terminal and still means the same', () => {
    const text = json({ text: `${hostile}\u{e0041}` })
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
    expect(text).toContain('\\u202e')
    expect(text).toContain('\\udb40\\udc41')
    expect(JSON.parse(text)).toEqual({ text: `${hostile}\u{e0041}` })
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('is one line where one is wanted, whatever stands in it', () => {
    const value = { text: `a\nb ${hostile}`, list: [1, { two: '\u2028' }] }
    const text = jsonLine(value)
    expect(text.slice(0, -1)).not.toMatch(unsafe)
    expect(text.endsWith('}\n')).toBe(true)
    expect(JSON.parse(text)).toEqual(value)
  })
})
