import type { Endpoint, EndpointProbe } from '../model/index.js'
import { limits, systemLookup, type Trust, trustContext, trustContextBeside } from '../net/index.js'
import { askedOnce } from './asked-once.js'
import { atMost } from './at-once.js'
import { lookFurther } from './follow-ups/look-further.js'
import { nextGuess } from './guess.js'
import type { ProbeOptions } from './options.js'
import { probeEndpoint } from './probe-endpoint.js'
import { type Account, type Run, startRun } from './run.js'
import { SignInQueue } from './sign-in-queue.js'

export type { ProbeOptions, SignInOptions } from './options.js'

/**
 * Probes the endpoints of one account: in parallel, one connection each, nothing changed on the server. Further looks
 * follow only where something failed, or where `deep` asks for them. A fault of a server, or of this program while it
 * talks to one, is a failed phase in the result and never a rejection.
 *
 * @param endpoints in order of preference; the order decides who signs in
 * @returns one result for each endpoint, in the same order
 */
export async function probeEndpoints(endpoints: Endpoint[], options: ProbeOptions): Promise<EndpointProbe[]> {
  const account = {
    options,
    trust: trustFor(endpoints, options),
    lookup: askedOnce(options.lookup ?? systemLookup),
    queue: new SignInQueue(endpoints),
  }
  const atOnce = options.gentle ? 1 : limits.connections
  const runs = await atMost(atOnce, endpoints, (endpoint, index) => probeOne(endpoint, index, account))
  await lookFurther(runs, options)
  return runs.map(({ facts }) => facts)
}

// Where every endpoint begins with TLS, or one comes after the other, little can be done before the roots are read.
async function trustFor(endpoints: readonly Endpoint[], { caPem, gentle }: ProbeOptions): Promise<Trust> {
  const beside = !gentle && endpoints.some(({ security }) => security !== 'tls')
  return beside ? trustContextBeside(caPem) : trustContext(caPem)
}

/** One endpoint, spoken to in another way when it was a guess that the answer proves wrong. */
async function probeOne(endpoint: Endpoint, index: number, account: Account): Promise<Run> {
  const { options, queue } = account
  const asked = options.asked?.[index]
  try {
    let run = startRun(endpoint, asked, account)
    await probeEndpoint(run, index)
    for (let next = nextGuess(run.facts); next !== undefined; next = nextGuess(run.facts)) {
      const { deadline, facts: spent } = run
      queue.correct(index, next)
      run = startRun(next, asked, account, deadline)
      run.facts.connections = spent.connections
      await probeEndpoint(run, index)
      run.facts.ms += spent.ms
    }
    return run
  } finally {
    queue.settle(index)
  }
}
