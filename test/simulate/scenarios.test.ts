import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { loadScenario, scenarioIds } from '../../src/catalogue/scenarios.js'
import { UserError } from '../../src/model/index.js'
import { startTarget } from '../../src/simulate/demo.js'
import { run } from './running.js'

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../data/schema/${name}.schema.json`, import.meta.url), 'utf8'))
}

const validate = new Ajv2020({ allErrors: true }).addSchema(schema('common')).compile(schema('scenario'))

/** Names of RFC 2606 and RFC 6761, and the addresses for documentation (RFC 5737). */
const reserved = /\.(example|test|invalid|localhost)$|^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/

test('the folder of scenarios holds JSON files only, and all are found', () => {
  const names = readdirSync(new URL('../../data/scenarios/', import.meta.url))
  expect(names.map((name) => name.replace(/\.json$/, '')).sort()).toEqual(scenarioIds())
})

describe.each(scenarioIds())('scenario %s', (id) => {
  const scenario = loadScenario(id)

  test('is valid', () => {
    validate(scenario)
    expect(validate.errors ?? []).toEqual([])
  })

  test('is named as its file', () => {
    expect(scenario.id).toBe(id)
  })

  test('asks for reserved names only', () => {
    const { records = [], documents = [] } = scenario.publishes ?? {}
    const published = [
      ...records.flatMap((record) => [
        record.name,
        ...(record.type === 'SRV' && record.target !== '.' ? [record.target] : []),
        ...(record.type === 'MX' && record.exchange !== '.' ? [record.exchange] : []),
      ]),
      ...documents.map(({ url }) => new URL(url).hostname),
    ]
    const hosts = scenario.endpoints.map((endpoint) => endpoint.host)
    for (const host of [scenario.host, ...hosts, ...published]) {
      if (host !== undefined) expect(host).toMatch(reserved)
    }
  })

  test('starts every endpoint and gives all of them back', async () => {
    const simulation = await run(scenario)
    expect(simulation.listeners.map((listener) => listener.endpoint.port)).toEqual(
      scenario.endpoints.map((endpoint) => endpoint.port),
    )
    await simulation.close()
  })
})

test('the schema refuses what it does not know', () => {
  const demo = loadScenario('demo')
  expect(validate({ ...demo, extra: 1 })).toBe(false)
  expect(
    validate({ ...demo, endpoints: [{ ...demo.endpoints[0], onConnect: [{ line: 'x', raw: 'y' }] }] }),
  ).toBe(false)
})

test('an unknown scenario is an error that names the known ones', () => {
  expect(() => loadScenario('../schema/common')).toThrow(UserError)
  try {
    loadScenario('no-such')
  } catch (error) {
    expect((error as UserError).hint).toContain('demo')
  }
})

test('a target maps the names and ports of the scenario to loopback', async () => {
  const target = await startTarget(loadScenario('demo'))
  try {
    expect(target.connectTo.map(({ host, port, toHost }) => `${host}:${port} ${toHost}`)).toEqual([
      'mail.demo.example:993 127.0.0.1',
      'mail.demo.example:143 127.0.0.1',
      'mail.demo.example:995 127.0.0.1',
      'mail.demo.example:110 127.0.0.1',
    ])
    expect(target.caPem).toContain('BEGIN CERTIFICATE')
  } finally {
    await target.close()
  }
})
