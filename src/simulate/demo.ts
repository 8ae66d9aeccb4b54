import type { ConnectTo, Scenario } from '../model/index.js'
import { type RunningSimulation, startSimulation } from './server.js'

/** A simulation in the words of a client: where to connect to, and whom to trust. */
export interface SimulatedTarget {
  simulation: RunningSimulation
  connectTo: ConnectTo[]
  caPem: string
  close(): Promise<void>
}

/** Starts a scenario and hands back what a caller needs to use it as a target. */
export async function startTarget(scenario: Scenario): Promise<SimulatedTarget> {
  const simulation = await startSimulation(scenario)
  return {
    simulation,
    connectTo: connectTo(simulation),
    caPem: simulation.caPem,
    close: () => simulation.close(),
  }
}

/** The mapping from the names and ports of a scenario to the listeners that really exist. */
function connectTo({ listeners }: RunningSimulation): ConnectTo[] {
  return listeners.map(({ endpoint, address, port }) => ({
    host: endpoint.host,
    port: endpoint.port,
    toHost: address,
    toPort: port,
  }))
}
