import type { EndpointProbe, Failure, Phase } from './generated/schemas.js'

// Questions that advice, diagnosis, exit codes and rendering all ask of the collected facts of an endpoint: answered
// in one place, so that they never disagree.

/** The first phase that failed: everything after it was not reached. */
export function firstFailure({ phases }: EndpointProbe): (Phase & { failure: Failure }) | undefined {
  const phase = phases.find((one) => one.outcome === 'failed')
  return phase?.failure === undefined ? undefined : { ...phase, failure: phase.failure }
}

/** Whether the server greeted in the protocol that was expected, and did not refuse service in the same breath. */
export function hasGreeted({ greeting }: EndpointProbe): boolean {
  return greeting?.status === 'ok' || greeting?.status === 'preauth'
}

/** Whether a sign-in was accepted on this endpoint. */
export function hasSignedIn({ phases }: EndpointProbe): boolean {
  return phases.some(({ name, outcome }) => name === 'login' && outcome === 'observed')
}

const sinceSignIn: readonly Phase['name'][] = ['login', 'capability-login', 'session']

/** Went through everything before sign-in, whether or not the certificate verifies; what a sign-in did is another question. */
export function worksUntilSignIn(probe: EndpointProbe): boolean {
  const failed = firstFailure(probe)
  return failed === undefined || sinceSignIn.includes(failed.name)
}

/** The endpoints whose probe the user did not break off: of the others it is not known what they would have shown. */
export function finishedProbes(probes: readonly EndpointProbe[]): EndpointProbe[] {
  return probes.filter((probe) => firstFailure(probe)?.failure.cause !== 'cancelled')
}
