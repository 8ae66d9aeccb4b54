import { describe, expect, it } from 'vitest'
import { standaloneSchema } from '../../src/app/schema.js'
import { problemWith } from '../../src/app/validate.js'
import { schemaErrors } from '../cli/support.js'
import { probeDocument } from '../render/documents.js'

const understood = new Set([
  ...['$ref', 'type', 'const', 'enum', 'oneOf', 'properties', 'required', 'additionalProperties', 'items'],
  ...['minItems', 'minimum', 'maximum', 'minLength', 'maxLength'],
])
const annotations = new Set(['$schema', '$id', '$defs', 'title', 'description'])

/** Every keyword in a schema; names of properties and definitions are no keywords. */
function keywords(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywords)
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'enum' || key === 'required' || key === 'const') return [key]
    const named = key === 'properties' || key === '$defs'
    return [key, ...keywords(named ? Object.values(value as object) : value)]
  })
}

describe('the small validator for files of users', () => {
  it('understands every keyword of the schema that it is used with', () => {
    const used = keywords(standaloneSchema('probe')).filter((key) => !annotations.has(key))
    expect(used.filter((key) => !understood.has(key))).toEqual([])
  })

  const [first] = probeDocument.endpoints
  const withEndpoint = (part: object) => ({
    ...probeDocument,
    endpoints: [{ ...first, endpoint: { ...first?.endpoint, ...part } }],
  })

  it.each<[string, unknown]>([
    ['no object', []],
    ['a missing member', { ...probeDocument, endpoints: undefined }],
    ['an unknown member', { ...probeDocument, extra: 1 }],
    ['an unknown member named as a built-in', { ...probeDocument, constructor: 1 }],
    ['a wrong constant', { ...probeDocument, schemaVersion: 2 }],
    ['a wrong type deep inside', { ...probeDocument, endpoints: [{ ...first, ms: 'x' }] }],
    ['a value that is none of the known ones', withEndpoint({ protocol: 'smtp' })],
    ['a port out of range', withEndpoint({ port: 70_000 })],
    ['a port that is no integer', withEndpoint({ port: 1.5 })],
    ['an empty host', withEndpoint({ host: '' })],
    ['a host that is too long', withEndpoint({ host: 'a'.repeat(254) })],
  ])('finds %s, as the real one does', (_, value) => {
    const plain = JSON.parse(JSON.stringify(value)) as unknown
    expect(problemWith(plain, 'probe')).toBeTypeOf('string')
    expect(schemaErrors('probe', plain)).not.toEqual([])
  })

  it('finds nothing in a good document', () => expect(problemWith(probeDocument, 'probe')).toBeUndefined())
})
