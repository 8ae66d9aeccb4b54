import type { Phase } from '../model/index.js'
import { socketGone } from '../net/index.js'
import { sinceMs } from './measured.js'
import { loginPhase, tryAdvertised } from './phases/login.js'
import { logoutPhase } from './phases/logout.js'
import { capabilityLoginPhase, sessionPhase } from './phases/session.js'
import { type PlannedPhase, phasesBeforeSignIn } from './plan.js'
import { type Run, shownFailure } from './run.js'

/**
 * Carries out the phases of one endpoint. The first failure ends it: what comes later is listed as skipped because of it,
 * except the goodbye, which is said wherever it can be.
 *
 * @param index place of the endpoint in the account's list
 * @returns once the facts of the run are complete; never throws on account of the server
 */
export async function probeEndpoint(run: Run, index: number): Promise<void> {
  const started = performance.now()
  let because: string | undefined
  for (const planned of planFor(run, index)) {
    const phase = because === undefined ? await carryOut(planned, run) : skipped(planned, because)
    if (phase.outcome === 'failed') because = `the phase ${phase.name} failed`
    report(run, phase)
  }
  const goodbye = await carryOut({ name: 'logout', step: logoutPhase }, run)
  report(run, goodbye.outcome === 'skipped' && because !== undefined ? { ...goodbye, because } : goodbye)
  run.facts.ms = sinceMs(started + run.waitedMs)
  await tryAdvertised(run, index)
  await closeBooks(run)
}

/** The phases in their order, without the goodbye; those of a session only where credentials were given. */
function planFor({ endpoint, options }: Run, index: number): PlannedPhase[] {
  const plan = phasesBeforeSignIn(endpoint)
  if (options.signIn === undefined) return plan
  return [
    ...plan,
    { name: 'login', step: (run) => loginPhase(run, index) },
    { name: 'capability-login', step: capabilityLoginPhase },
    { name: 'session', step: sessionPhase },
  ]
}

// Only now: the addresses that were silent so far had the whole probe's time to answer.
async function closeBooks({ facts, options, dial, socket, transcript }: Run): Promise<void> {
  if (options.gentle && socket !== undefined) await socketGone(socket)
  if (dial !== undefined) facts.attempts = await dial.attempts()
  if (options.keepTranscript) facts.transcript = transcript.shown()
}

async function carryOut({ name, step }: PlannedPhase, run: Run): Promise<Phase> {
  const started = performance.now() - run.waitedMs
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
      failure: shownFailure(error, run.transcript),
    }
  }
}

function skipped({ name }: PlannedPhase, because: string): Phase {
  return { name, outcome: 'skipped', ms: 0, because }
}

function report(run: Run, phase: Phase): void {
  run.facts.phases.push(phase)
  run.options.onPhase?.(run.endpoint, phase)
}
