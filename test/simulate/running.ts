import { afterEach } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { Scenario, ScenarioEndpoint } from '../../src/model/index.js'
import { type RunningSimulation, startSimulation } from '../../src/simulate/server.js'

const running: RunningSimulation[] = []

afterEach(async () => {
  for (const simulation of running.splice(0)) await simulation.close()
})

/** Starts a scenario, given or by its id, and ends it after the test. */
export async function run(scenario: Scenario | string): Promise<RunningSimulation> {
  const simulation = await startSimulation(typeof scenario === 'string' ? loadScenario(scenario) : scenario)
  running.push(simulation)
  return simulation
}

/** Runs one plaintext IMAP endpoint on port 143 with something special about it. */
export function runImap(special: Partial<ScenarioEndpoint>, rest: Partial<Scenario> = {}) {
  return run(scenarioOf({ protocol: 'imap', port: 143, security: 'none', ...special }, rest))
}

/** Runs one plaintext POP3 endpoint on port 110 with something special about it. */
export function runPop3(special: Partial<ScenarioEndpoint>, rest: Partial<Scenario> = {}) {
  return run(scenarioOf({ protocol: 'pop3', port: 110, security: 'none', ...special }, rest))
}

function scenarioOf(endpoint: ScenarioEndpoint, rest: Partial<Scenario>): Scenario {
  return {
    id: 'test',
    title: 'A scenario of this test',
    about: 'Made for one test and not bundled.',
    host: 'mail.demo.example',
    endpoints: [endpoint],
    ...rest,
  }
}
