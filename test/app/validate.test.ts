import { describe, expect, it } from 'vitest'
import { problemWith } from '../../src/app/validate.js'
import { probeDocument } from '../render/documents.js'

const [first] = probeDocument.endpoints

describe('checking a file of the user', () => {
  it('finds nothing in a good document', async () => {
    expect(await problemWith(probeDocument, 'probe')).toBeUndefined()
  })

  it.each<[string, unknown, string]>([
    ['no object', [], 'object'],
    ['a missing member', { ...probeDocument, endpoints: undefined }, 'endpoints'],
    ['an unknown member', { ...probeDocument, extra: 1 }, 'additional'],
    ['a wrong version', { ...probeDocument, schemaVersion: 2 }, '.schemaVersion'],
    ['a wrong type deep inside', { ...probeDocument, endpoints: [{ ...first, ms: 'x' }] }, '.endpoints.0.ms'],
  ])('names %s and where it is', async (_, value, where) => {
    expect(await problemWith(JSON.parse(JSON.stringify(value)), 'probe')).toContain(where)
  })
})
