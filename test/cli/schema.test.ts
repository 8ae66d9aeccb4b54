import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { schemaEntries } from '../../src/app/schema.js'
import { probeDocument, recommendation } from '../render/documents.js'
import { runCli } from './support.js'

const compile = (schema: object) => new Ajv2020({ strict: false }).compile(schema)

describe('schema', () => {
  it('lists the kinds, documents first', async () => {
    const { stdout, code } = await runCli(['schema'])
    const kinds = schemaEntries().map(({ kind }) => kind)
    for (const kind of kinds) expect(stdout).toMatch(new RegExp(`^${kind} `, 'm'))
    expect(kinds.slice(0, 11)).toEqual([
      'audit-record',
      'audit-summary',
      'comparison',
      'diagnosis',
      'discovery',
      'error',
      'explanation',
      'probe',
      'recommendation',
      'settings',
      'simulation',
    ])
    expect(code).toBe(0)
  })

  it.each(schemaEntries().map(({ kind }) => kind))('prints %s complete in itself', async (kind) => {
    const { stdout } = await runCli(['schema', kind])
    expect(stdout).not.toMatch(/"\$ref": "[^#]/)
    compile(JSON.parse(stdout) as object)
  })

  it('prints what really describes the documents', async () => {
    const { stdout } = await runCli(['schema', 'recommendation'])
    const validate = compile(JSON.parse(stdout) as object)
    expect(validate(recommendation)).toBe(true)
    expect(validate({ ...recommendation, certainty: 'total' })).toBe(false)
  })

  it('has one schema for any document', async () => {
    const { stdout } = await runCli(['schema', '--json'])
    const validate = compile(JSON.parse(stdout) as object)
    expect([recommendation, probeDocument].map((document) => validate(document))).toEqual([true, true])
    expect(validate({ ...recommendation, kind: 'probe' })).toBe(false)
  })
})
