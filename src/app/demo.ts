import type { ConnectTo, Endpoint } from '../model/index.js'

/** The embedded loopback server while it runs. */
export interface Demo {
  endpoints: Endpoint[]
  connectTo: ConnectTo[]
  caPem: string
}

/** Starts the embedded server, gives it to the work, and stops it whatever happens. */
export async function withDemo<Result>(work: (demo: Demo) => Promise<Result>): Promise<Result> {
  // Loaded only for the demo: the simulation brings a certificate library along.
  const [{ loadScenario }, { startTarget }] = await Promise.all([
    import('../catalogue/scenarios.js'),
    import('../simulate/demo.js'),
  ])
  const { simulation, connectTo, caPem, close } = await startTarget(loadScenario('demo'))
  try {
    return await work({ endpoints: simulation.listeners.map(({ endpoint }) => endpoint), connectTo, caPem })
  } finally {
    await close()
  }
}
