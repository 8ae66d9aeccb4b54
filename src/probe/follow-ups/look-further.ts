import type { FollowUp } from '../../model/index.js'
import { Deadline, limits } from '../../net/index.js'
import { atMost } from '../at-once.js'
import { sinceMs } from '../measured.js'
import type { ProbeOptions } from '../options.js'
import { type Run, shownFailure } from '../run.js'
import type { Look } from './look.js'
import { looks } from './looks.js'
import { type Subject, type Target, Wire } from './wire.js'

/**
 * Looks further at the endpoints of one account whose phases are over, each within a deadline of its own: what failed has
 * often used up the first one. A healthy endpoint is left alone unless `deep` asks for comparisons.
 *
 * @param runs their facts get the follow-ups, and the connections that these cost
 */
export async function lookFurther(runs: readonly Run[], options: ProbeOptions): Promise<void> {
  const atOnce = options.gentle ? 1 : limits.connections
  await atMost(atOnce, runs, async (run) => {
    const deadline = new Deadline(Math.min(limits.followUpsMs, options.timeoutMs), options.signal)
    await lookAt({ run, account: runs, deadline })
  })
}

// One look after the other: some build on what the one before brought, and no server should meet a burst.
async function lookAt(subject: Subject): Promise<void> {
  const { run, deadline } = subject
  const mostConnections = run.facts.connections + limits.followUpConnections
  for (const look of looks) {
    const targets = await targetsOf(look, subject)
    if (deadline.signal?.aborted) return
    const atOnce = run.options.gentle ? 1 : limits.connections
    const made = await atMost(atOnce, targets, async (target) => {
      const noRoom = deadline.remainingMs === 0 || run.facts.connections >= mostConnections
      return noRoom ? [] : [await carryOut(look, subject, target)]
    })
    if (made.flat().length > 0) run.facts.followUps = [...(run.facts.followUps ?? []), ...made.flat()]
  }
}

// A name that cannot be resolved is no reason to give up the other looks.
async function targetsOf(look: Look, subject: Subject): Promise<Target[]> {
  try {
    return await look.wanted(subject)
  } catch {
    return []
  }
}

async function carryOut(look: Look, subject: Subject, target: Target): Promise<FollowUp> {
  const started = performance.now()
  const wire = new Wire(subject, target)
  const result = { name: look.name, host: target.host, port: target.port }
  try {
    await look.look(wire)
    return { ...result, outcome: 'observed', ms: sinceMs(started), ...wire.seen }
  } catch (error) {
    const failure = shownFailure(error, wire.transcript)
    return { ...result, outcome: 'failed', ms: sinceMs(started), failure, ...wire.seen }
  } finally {
    await wire.end()
  }
}
