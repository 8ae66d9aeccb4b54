import { readFileSync } from 'node:fs'
import fc from 'fast-check'

/** The kept inputs of one target. */
export function seedsOf(target: string): string[] {
  const file = new URL(`seeds/${target}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as string[]
}

const pieces = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '"',
  '\\',
  '(',
  ')',
  '[',
  ']',
  '{9}',
  '{-1}',
  '{4294967296+}',
  '*',
  '+',
  '.',
  '* BYE',
  't1 OK',
  '+OK',
  '-ERR',
  '\u001b[2J',
  '\u202e',
  '\u2028',
  '\u00ad',
  '\ud800',
  '%',
  'CAPABILITY',
  '__proto__',
  '9'.repeat(40),
  'A'.repeat(300),
]

interface Change {
  at: number
  cut: number
  put: string
}

const change = fc.record<Change>({
  at: fc.nat(2000),
  cut: fc.nat(20),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('')),
})

function changed(text: string, changes: readonly Change[]): string {
  return changes.reduce((now, { at, cut, put }) => {
    const place = now.length === 0 ? 0 : at % (now.length + 1)
    return now.slice(0, place) + put + now.slice(place + cut)
  }, text)
}

/** Kept inputs, changed here and there, joined, and some that have nothing to do with them. */
export function texts(target: string): fc.Arbitrary<string> {
  const seed = fc.constantFrom(...seedsOf(target))
  const one = fc
    .tuple(seed, fc.array(change, { maxLength: 6 }))
    .map(([text, changes]) => changed(text, changes))
  const joined = fc.array(one, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
  return fc.oneof(
    { weight: 6, arbitrary: one },
    { weight: 2, arbitrary: joined },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )
}

/** A text cut into packets at any places. */
export function packets(target: string): fc.Arbitrary<Buffer[]> {
  return fc.tuple(texts(target), fc.array(fc.nat(4000), { maxLength: 6 })).map(([text, cuts]) => {
    const bytes = Buffer.from(text, text.length % 2 === 0 ? 'utf8' : 'latin1')
    const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
    return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
  })
}
