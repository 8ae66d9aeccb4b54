import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { Scenario } from '../../src/model/index.js'
import { startTarget } from '../../src/simulate/demo.js'
import { type Run, runCli, temporaryFile } from './support.js'

/** Runs the program on a scenario: the flags that reach it stand behind the arguments given. */
export async function runOn(scenario: Scenario | string, args: readonly string[]): Promise<Run> {
  const target = await startTarget(typeof scenario === 'string' ? loadScenario(scenario) : scenario)
  const reach = target.connectTo.map(
    ({ host, port, toHost, toPort }) => `--connect-to=${host}:${port}:${toHost}:${toPort}`,
  )
  try {
    return await runCli([...args, ...reach, `--ca-file=${temporaryFile('ca.pem', target.caPem)}`])
  } finally {
    await target.close()
  }
}
