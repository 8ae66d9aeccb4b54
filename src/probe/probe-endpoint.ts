import type { EndpointProbe, Failure, Phase } from '../model/index.js'
import { failureOf } from '../net/index.js'
import { logoutPhase } from './phases/logout.js'
import { type PlannedPhase, planFor } from './plan.js'
import type { Run } from './run.js'

/**
 * Carries out the phases of one endpoint. The first failure ends it: what comes later is listed as skipped because of it,
 * except the goodbye, which is said wherever it can be.
 *
 * @param index place of the endpoint in the account's list
 * @returns the collected facts; never throws on account of the server
 */
export async function probeEndpoint(run: Run, index: number): Promise<EndpointProbe> {
  const started = performance.now()
  let because: string | undefined
  for (const planned of planFor(run.endpoint, index, run.options.signIn !== undefined)) {
    const phase = because === undefined ? await carryOut(planned, run) : skipped(planned, because)
    if (phase.outcome === 'failed') because = `the phase ${phase.name} failed`
    report(run, phase)
  }
  const goodbye = await carryOut({ name: 'logout', step: logoutPhase }, run)
  report(run, goodbye.outcome === 'skipped' && because !== undefined ? { ...goodbye, because } : goodbye)
  run.facts.ms = sinceMs(started)
  return run.facts
}

async function carryOut({ name, step }: PlannedPhase, run: Run): Promise<Phase> {
  const started = performance.now()
  run.waitedMs = 0
  try {
    const skip = await step(run)
    const ms = sinceMs(started + run.waitedMs)
    return skip === undefined
      ? { name, outcome: 'observed', ms }
      : { name, outcome: 'skipped', ms: 0, ...skip }
  } catch (error) {
    return {
      name,
      outcome: 'failed',
      ms: sinceMs(started + run.waitedMs),
      failure: shown(failureOf(error), run),
    }
  }
}

// Our own failures hold no secret; the text of an error that nobody foresaw might.
function shown(failure: Failure, { transcript }: Run): Failure {
  return { ...failure, message: transcript.clean(failure.message) }
}

function skipped({ name }: PlannedPhase, because: string): Phase {
  return { name, outcome: 'skipped', ms: 0, because }
}

function report(run: Run, phase: Phase): void {
  run.facts.phases.push(phase)
  run.options.onPhase?.(run.endpoint, phase)
}

function sinceMs(started: number): number {
  return Math.max(0, Math.round((performance.now() - started) * 10) / 10)
}
