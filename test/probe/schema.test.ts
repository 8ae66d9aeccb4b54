import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import { Secret } from '../../src/net/index.js'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { startSimulation } from '../../src/simulate/server.js'
import { optionsForSimulation } from '../support/probing.js'

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../data/schema/${name}.schema.json`, import.meta.url), 'utf8'))
}

test.each(['demo', 'self-signed', 'preauth', 'bye-greeting', 'injection', 'login-refused'])(
  'results of the scenario %s are as the schema says',
  async (id) => {
    const ajv = new Ajv2020({
      schemas: [schema('common'), schema('probe'), schema('discovery')],
      strict: false,
    })
    const validate = ajv.compile({ $ref: 'probe.schema.json#/$defs/endpointProbe' })
    const simulation = await startSimulation(loadScenario(id))
    const endpoints = simulation.listeners.map(({ endpoint }) => endpoint)
    const signIn = { user: 'demo', secret: new Secret('demo') }
    const probes = await probeEndpoints(endpoints, optionsForSimulation(simulation, { signIn }))
    await simulation.close()
    for (const probe of probes) {
      validate(JSON.parse(JSON.stringify(probe)))
      expect(validate.errors ?? []).toEqual([])
    }
  },
)
