import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineSplitter, LineTooLong } from '../../src/net/line-splitter.js'

const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ''))
const ended = fc.tuple(line, fc.constantFrom('\n', '\r\n'))

function allLines(splitter: LineSplitter): string[] {
  const lines: string[] = []
  for (let next = splitter.shift(); next !== undefined; next = splitter.shift())
    lines.push(next.line.toString())
  return lines
}

describe('LineSplitter', () => {
  test('gives the same lines wherever the network cuts', () => {
    fc.assert(
      fc.property(fc.array(ended), fc.array(fc.nat({ max: 400 })), (lines, cuts) => {
        const bytes = Buffer.from(lines.map(([text, end]) => text + end).join(''))
        const splitter = new LineSplitter(10_000)
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        places.forEach((place, index) => {
          splitter.push(bytes.subarray(place, places[index + 1] ?? bytes.length))
        })
        expect(allLines(splitter)).toEqual(lines.map(([text]) => text))
        expect(splitter.leftOver).toBe(0)
      }),
    )
  })

  test('gives the same lines cut at every single byte', () => {
    const bytes = Buffer.from('* OK grüß\r\n\r\n+OK\nlast\r\nrest')
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const splitter = new LineSplitter(100)
      splitter.push(bytes.subarray(0, cut))
      splitter.push(bytes.subarray(cut))
      expect(allLines(splitter)).toEqual(['* OK grüß', '', '+OK', 'last'])
      expect(splitter.leftOver).toBe('rest'.length)
    }
  })

  test('counts and forgets what was not taken, unfinished lines too', () => {
    const splitter = new LineSplitter(100)
    splitter.push(Buffer.from('one\r\ntwo\r\nthr'))
    expect(splitter.shift()?.bytes).toBe(5)
    expect(splitter.leftOver).toBe(8)
    splitter.clear()
    splitter.push(Buffer.from('ee\r\n'))
    expect(allLines(splitter)).toEqual(['ee'])
  })

  test('hands out very many empty lines, a part of them, and the rest later', () => {
    const splitter = new LineSplitter(20)
    splitter.push(Buffer.alloc(65_536, '\n'))
    for (let taken = 0; taken < 40_000; taken += 1) expect(splitter.shift()?.bytes).toBe(1)
    expect(splitter.leftOver).toBe(25_536)
    splitter.push(Buffer.from('end\n'))
    const rest = allLines(splitter)
    expect(rest).toHaveLength(25_537)
    expect(rest.at(-1)).toBe('end')
    expect(splitter.leftOver).toBe(0)
  })

  test.each([
    ['in one piece', [50]],
    ['in many pieces', Array.from({ length: 50 }, () => 1)],
  ])('refuses a line without end %s', (_how, sizes) => {
    const splitter = new LineSplitter(20)
    expect(() => {
      for (const size of sizes) splitter.push(Buffer.alloc(size, 'a'))
    }).toThrow(LineTooLong)
  })

  test('takes a line of exactly the limit', () => {
    const splitter = new LineSplitter(20)
    splitter.push(Buffer.from(`${'a'.repeat(20)}\r\n`))
    expect(allLines(splitter)).toEqual(['a'.repeat(20)])
  })
})
