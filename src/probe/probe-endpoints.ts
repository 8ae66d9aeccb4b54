import type { Endpoint, EndpointProbe } from '../model/index.js'
import { limits, type Trust, trustContext } from '../net/index.js'
import type { ProbeOptions } from './options.js'
import { probeEndpoint } from './probe-endpoint.js'
import { startRun } from './run.js'
import { SignInQueue } from './sign-in-queue.js'

export type { ProbeOptions } from './options.js'

/**
 * Probes the endpoints of one account: in parallel, one connection each, nothing changed on the server. A fault of a
 * server, or of this program while it talks to one, is a failed phase in the result and never a rejection.
 *
 * @param endpoints in order of preference; the order decides who signs in
 * @returns one result for each endpoint, in the same order
 * @throws Error of OpenSSL when a root in `caPem` cannot be read
 */
export async function probeEndpoints(endpoints: Endpoint[], options: ProbeOptions): Promise<EndpointProbe[]> {
  const trust = trustContext(options.caPem)
  const queue = new SignInQueue(endpoints)
  const results: EndpointProbe[] = []
  const waiting = endpoints.entries()
  const worker = async () => {
    for (const [index, endpoint] of waiting) {
      results[index] = await probeOne(endpoint, index, options, trust, queue)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limits.connections, endpoints.length) }, worker))
  return results
}

async function probeOne(
  endpoint: Endpoint,
  index: number,
  options: ProbeOptions,
  trust: Trust,
  queue: SignInQueue,
): Promise<EndpointProbe> {
  try {
    return await probeEndpoint(startRun(endpoint, options, trust, queue), index)
  } finally {
    queue.settle(index)
  }
}
