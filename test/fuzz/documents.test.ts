import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import type { ProbeDocument } from '../../src/model/index.js'
import { schemaErrors } from '../cli/support.js'
import { formsOf, unsafe } from '../hostile/examine.js'
import { texts } from './mutate.js'
import { runs, timeoutMs } from './runs.js'

const folder = new URL('../golden/', import.meta.url)
const stored = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'expected.json')
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))

type Holder = Record<string, unknown>

function holdersIn(value: unknown): Holder[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Holder, ...Object.values(value).flatMap(holdersIn)]
}

interface Change {
  at: number
  member: number
  put: unknown
  removes: boolean
}

const changes = fc.array(
  fc.record<Change>({
    at: fc.nat(),
    member: fc.nat(),
    put: fc.oneof(
      { weight: 5, arbitrary: texts('text') },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 1e308, '', '9999-99-99', '__proto__') },
    ),
    removes: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

/** Puts something else in the place of members of the document. Texts are most likely to leave it valid. */
function changed(text: string, all: readonly Change[]): unknown {
  const document: unknown = JSON.parse(text)
  for (const { at, member, put, removes } of all) {
    const holders = holdersIn(document)
    const holder = holders[at % holders.length]
    const names = Object.keys(holder ?? {})
    const name = names[member % names.length]
    if (holder === undefined || name === undefined) continue
    if (removes && !Array.isArray(holder)) delete holder[name]
    else holder[name] = typeof holder[name] === 'object' && typeof put === 'string' ? holder[name] : put
  }
  return document
}

test(
  'a stored document is refused, or judged and shown safely',
  () => {
    let judged = 0
    fc.assert(
      fc.property(fc.constantFrom(...stored), changes, (text, all) => {
        const document = changed(text, all)
        if (schemaErrors('probe', document).length > 0) return
        judged += 1
        const diagnosis = judge(document as ProbeDocument)
        expect(diagnosis.checks.filter(({ outcome }) => outcome === 'errored')).toEqual([])
        for (const [form, shown] of Object.entries(formsOf(diagnosis))) {
          expect({ form, unsafe: unsafe.exec(shown)?.[0].codePointAt(0) }).toEqual({
            form,
            unsafe: undefined,
          })
        }
      }),
      runs(300),
    )
    expect(judged).toBeGreaterThan(0)
  },
  timeoutMs,
)
