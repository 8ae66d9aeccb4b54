import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenario, scenarioIds } from '../catalogue/scenarios.js'
import { type Endpoint, type Scenario, type SimulationDocument, UserError } from '../model/index.js'
import type { SimulatedTarget } from '../simulate/demo.js'
import { nearest } from './nearest.js'
import { envelope } from './tool.js'

/** A scenario while it runs. */
export interface Simulating {
  document: SimulationDocument
  /** Ends all connections and removes the CA file. */
  close(): Promise<void>
}

function scenarioOf(id: string): Scenario {
  const known = scenarioIds()
  const found = known.find((one) => one === id.trim().toLowerCase())
  if (found !== undefined) return loadScenario(found)
  const near = nearest(id, known)
  throw new UserError('bad-value', `There is no scenario "${id}"`, {
    hint: near === undefined ? 'See all with mailadvise simulate --list.' : `Did you mean "${near}"?`,
  })
}

const schemes = { imap: 'imap', pop3: 'pop' } as const

function targetFor({ protocol, host, port, security }: Endpoint): string {
  return `${schemes[protocol]}${security === 'tls' ? 's' : ''}://${host}:${port}`
}

/** The host alone stands for the four standard ports; any others are named. */
function targetsFor(endpoints: readonly Endpoint[]): string[] {
  const ports = endpoints.map(({ port }) => port).sort()
  const [host, ...others] = new Set(endpoints.map((endpoint) => endpoint.host))
  const standard = ports.join() === '110,143,993,995' && others.length === 0
  return standard && host !== undefined ? [host] : endpoints.map(targetFor)
}

function commandFor(
  asked: readonly string[],
  reached: SimulatedTarget['connectTo'],
  more: readonly string[],
): string[] {
  const flags = reached.map(
    ({ host, port, toHost, toPort }) => `--connect-to=${host}:${port}:${toHost}:${toPort}`,
  )
  return ['mailadvise', 'diagnose', ...asked, ...flags, ...more]
}

/** All of it, and where somebody can sign in, one endpoint with a sign-in. */
function commandsFor({ simulation, connectTo }: SimulatedTarget, caFile: string, user?: string): string[][] {
  const endpoints = simulation.listeners.map(({ endpoint }) => endpoint)
  const { expects, publishes } = simulation.scenario
  // No name server runs here, so an address that leads to the endpoints would lead nowhere.
  const asked = (publishes === undefined ? expects?.asked : undefined) ?? targetsFor(endpoints)
  const trust = `--ca-file=${caFile}`
  const whole = commandFor(asked, connectTo, [trust])
  const first = endpoints.findIndex(({ security }) => security !== 'none')
  const [place, reached] = [endpoints[first], connectTo[first]]
  if (user === undefined || place === undefined || reached === undefined) return [whole]
  return [whole, commandFor([targetFor(place)], [reached], [trust, `--user=${user}`])]
}

/** The root certificate in a folder that nobody else can look into. */
function writeCaFile(pem: string): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-simulate-')) // 0700
  const file = join(folder, 'ca.pem')
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  return { folder, file }
}

/**
 * Runs a scenario on ports of 127.0.0.1 that the system chooses.
 *
 * @param seconds only said in the document: ending it is up to the caller
 */
export async function simulate(id: string, seconds?: number): Promise<Simulating> {
  const scenario = scenarioOf(id)
  // The certificate library is loaded only for a scenario that exists.
  const [{ startTarget }, { accountsOf }] = await Promise.all([
    import('../simulate/demo.js'),
    import('../simulate/healthy.js'),
  ])
  const target = await startTarget(scenario)
  const { folder, file } = writeCaFile(target.caPem)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove) // also when the process ends in another way than by close()
  const { title, about, host } = scenario
  const accounts = accountsOf(scenario).map(({ user, password }) => ({ user, password }))
  const document: SimulationDocument = {
    ...envelope('simulation'),
    request: { scenario: scenario.id, ...(seconds !== undefined && { seconds }) },
    ...{ title, about, host, pid: process.pid, caFile: file },
    accounts,
    listeners: target.simulation.listeners.map(({ endpoint, address, port }) => ({
      endpoint,
      address,
      port,
    })),
    commands: commandsFor(target, file, accounts[0]?.user),
  }
  const close = async () => {
    process.removeListener('exit', remove)
    remove()
    await target.close()
  }
  return { document, close }
}
