import { describe, expect, it } from 'vitest'
import { json } from '../../src/render/json.js'
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
})
