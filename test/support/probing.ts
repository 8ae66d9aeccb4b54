import { expect } from 'vitest'
import type {
  Endpoint,
  EndpointProbe,
  Failure,
  FollowUp,
  FollowUpName,
  PhaseName,
  Protocol,
  Scenario,
  Security,
} from '../../src/model/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { type RunningSimulation, startSimulation } from '../../src/simulate/server.js'
import { testHost } from './raw-server.js'

/** An endpoint of `testHost`. */
export function endpointAt(port: number, protocol: Protocol, security: Security): Endpoint {
  return { protocol, host: testHost, port, security }
}

/** Options that reach `testHost` on loopback. */
export function optionsFor(ports: number[], more: Partial<ProbeOptions> = {}): ProbeOptions {
  const connectTo = ports.map((port) => ({ host: testHost, port, toHost: '127.0.0.1', toPort: port }))
  return { timeoutMs: 10_000, caPem: [], connectTo, ...more }
}

/** Options that reach the endpoints of a simulation. */
export function optionsForSimulation(
  { listeners, caPem }: RunningSimulation,
  more: Partial<ProbeOptions> = {},
): ProbeOptions {
  const connectTo = listeners.map(({ endpoint, address, port }) => ({
    host: endpoint.host,
    port: endpoint.port,
    toHost: address,
    toPort: port,
  }))
  return { timeoutMs: 10_000, caPem: [caPem], connectTo, ...more }
}

/** Probes one endpoint of `testHost`. */
export async function probeOne(
  port: number,
  protocol: Protocol,
  security: Security,
  more: Partial<ProbeOptions> = {},
): Promise<EndpointProbe> {
  const [probe] = await probeEndpoints([endpointAt(port, protocol, security)], optionsFor([port], more))
  if (probe === undefined) throw new Error('no result')
  return probe
}

/** The failed phase and its cause, as `phase cause`, or `none`. */
export function failureIn({ phases }: EndpointProbe): string {
  const failed = phases.find((phase) => phase.outcome === 'failed')
  return failed === undefined ? 'none' : `${failed.name} ${failed.failure?.cause}`
}

/** The failure of the phase that failed. */
export function failureOfProbe({ phases }: EndpointProbe): Failure | undefined {
  return phases.find((phase) => phase.outcome === 'failed')?.failure
}

/** `name outcome` of each phase, in order. */
export function outcomes({ phases }: EndpointProbe): string[] {
  return phases.map(({ name, outcome }) => `${name} ${outcome}`)
}

/** Why a phase was skipped. */
export function because({ phases }: EndpointProbe, name: PhaseName): string | undefined {
  return phases.find((phase) => phase.name === name)?.because
}

/** Runs a scenario and probes the endpoints asked for, all of it by default. */
export async function probeScenario(
  scenario: Pick<Scenario, 'endpoints'> & Partial<Scenario>,
  asked: (endpoint: Endpoint) => boolean = () => true,
  more: Partial<ProbeOptions> = {},
): Promise<{ probes: EndpointProbe[]; simulation: RunningSimulation }> {
  const simulation = await startSimulation({ id: 'test', title: '', about: '', host: testHost, ...scenario })
  try {
    const endpoints = simulation.listeners.map(({ endpoint }) => endpoint).filter(asked)
    return { probes: await probeEndpoints(endpoints, optionsForSimulation(simulation, more)), simulation }
  } finally {
    await simulation.close()
  }
}

/** Probes the first endpoint of a scenario alone: the others are there to be found by further looks. */
export async function probeFirst(
  endpoints: Scenario['endpoints'],
  more: Partial<ProbeOptions> = {},
): Promise<EndpointProbe> {
  const [first] = endpoints
  const isFirst = ({ host, port }: Endpoint) => port === first?.port && host === (first.host ?? testHost)
  const { probes, simulation } = await probeScenario({ endpoints }, isFirst, more)
  const [probe] = probes
  if (probe === undefined) throw new Error('no result')
  // Attempts at closed ports are counted too, but a simulation cannot see them.
  expect(probe.connections).toBeGreaterThanOrEqual(simulation.connections)
  return probe
}

/** `name outcome` or `name cause` of each further look, in order. */
export function looksOf({ followUps = [] }: EndpointProbe): string[] {
  return followUps.map(({ name, failure, outcome }) => `${name} ${failure?.cause ?? outcome}`)
}

/** The one further look of this name. */
export function lookOf({ followUps = [] }: EndpointProbe, name: FollowUpName): FollowUp | undefined {
  return followUps.find((look) => look.name === name)
}
