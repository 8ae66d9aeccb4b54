import type {
  Endpoint,
  EndpointProbe,
  Failure,
  PhaseName,
  Protocol,
  Security,
} from '../../src/model/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import type { RunningSimulation } from '../../src/simulate/server.js'
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
