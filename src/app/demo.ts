import type { Endpoint } from '../model/index.js'
import type { ConnectTo } from '../net/index.js'

/** The embedded loopback server while it runs. */
export interface Demo {
  endpoints: Endpoint[]
  connectTo: ConnectTo[]
  caPem: string
}

/** Starts the embedded server, gives it to the work, and stops it whatever happens. */
export async function withDemo<Result>(work: (demo: Demo) => Promise<Result>): Promise<Result> {
  // Loaded only for the demo: the simulation brings a certificate library along.
  const [{ loadScenario }, { startSimulation }] = await Promise.all([
    import('../catalogue/scenarios.js'),
    import('../simulate/server.js'),
  ])
  const simulation = await startSimulation(loadScenario('demo'))
  try {
    return await work({
      endpoints: simulation.listeners.map(({ endpoint }) => endpoint),
      connectTo: simulation.listeners.map(({ endpoint, address, port }) => ({
        host: endpoint.host,
        port: endpoint.port,
        toHost: address,
        toPort: port,
      })),
      caPem: simulation.caPem,
    })
  } finally {
    await simulation.close()
  }
}
