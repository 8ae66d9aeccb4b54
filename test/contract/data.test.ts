import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'

const data = new URL('../../data/', import.meta.url)

function read(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(path, data), 'utf8')) as Record<string, unknown>
}

const schemas = readdirSync(new URL('schema/', data)).sort()
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
for (const file of schemas) ajv.addSchema(read(`schema/${file}`))

function problems(schema: string, value: unknown): unknown[] {
  const validate = ajv.getSchema(`${schema}.schema.json`)
  if (validate === undefined) throw new Error(`no schema ${schema}`)
  return validate(value) === true ? [] : (validate.errors ?? [])
}

/** Data files by the schema that describes them. */
const described: [string, string[]][] = [
  ['comparison-data', ['comparison.json']],
  ['questions', ['questions.json']],
  ['setups', ['setups.json']],
  ['rules', ['rules.json']],
  ['capabilities', readdirSync(new URL('capabilities/', data)).map((file) => `capabilities/${file}`)],
  ['finding', readdirSync(new URL('findings/', data)).map((file) => `findings/${file}`)],
  ['provider', readdirSync(new URL('providers/', data)).map((file) => `providers/${file}`)],
  ['responses', readdirSync(new URL('responses/', data)).map((file) => `responses/${file}`)],
  ['scenario', readdirSync(new URL('scenarios/', data)).map((file) => `scenarios/${file}`)],
]

describe('data files', () => {
  it.each(described.flatMap(([schema, files]) => files.map((file) => [file, schema])))(
    '%s fulfils %s',
    (file, schema) => {
      expect(problems(schema, read(file))).toEqual([])
    },
  )

  it('are all described by a schema', () => {
    const known = new Set(described.flatMap(([, files]) => files))
    const all = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.json') && !file.startsWith('schema/'),
    )
    expect(all.filter((file) => !known.has(file))).toEqual([])
  })

  it('of providers are named by their id, dated and sourced', () => {
    for (const file of readdirSync(new URL('providers/', data))) {
      expect(read(`providers/${file}`).id).toBe(file.replace(/\.json$/, ''))
    }
  })
})

describe('schemas', () => {
  it.each(schemas)('%s is named by its file, closed, and of the house subset', (file) => {
    const schema = read(`schema/${file}`)
    expect(schema.$id).toBe(file)
    const text = JSON.stringify(schema)
    // json-schema-to-typescript does not know these keywords, and a description beside $ref makes a second type.
    expect(text).not.toMatch(/prefixItems|unevaluatedProperties|dependentRequired|"if":|"format":/)
    expect(text).not.toMatch(/"\$ref":"[^"]*","description"|"description":"[^"]*","\$ref"/)
    const objects = text.match(/"type":"object"/g)?.length ?? 0
    const decided = text.match(/"additionalProperties":(true|false)/g)?.length ?? 0
    expect(decided).toBe(objects)
  })

  it('refuse what they do not know, so that a misspelt member never passes unnoticed', () => {
    const rules = structuredClone(read('rules.json')) as { rules: Record<string, unknown>[] }
    const first = rules.rules[0]
    if (first !== undefined) first.reasn = 'misspelt'
    expect(problems('rules', rules).length).toBeGreaterThan(0)
  })
})
