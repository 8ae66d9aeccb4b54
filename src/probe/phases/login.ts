import { setImmediate } from 'node:timers/promises'
import { connectionOf, type Run, type Skip } from '../run.js'
import { obstacleTo } from '../sign-in-obstacle.js'

/** Signs in on this connection when it is this endpoint's turn; never outside verified TLS. */
export async function loginPhase(run: Run, index: number): Promise<Skip | undefined> {
  const because = obstacleTo(run)
  if (because !== undefined) return { because }
  const arrived = performance.now()
  const skipped = await run.queue.enter(index, run.deadline, async (turn) => {
    run.waitedMs += performance.now() - arrived
    if (run.endpoint.protocol === 'pop3') await refuseUnasked(run)
    const { signIn } = await import('../session/sign-in.js')
    run.session = await signIn(run, turn)
    run.facts.session = { mechanism: run.session.mechanism }
    if (run.session.software !== undefined) run.facts.software = run.session.software
  })
  return skipped === undefined ? undefined : { because: skipped }
}

// POP3 never speaks unasked: what lies there already would be taken for the verdict on the password.
async function refuseUnasked(run: Run): Promise<void> {
  // What has reached this machine is handed over in the next turn of the event loop.
  await setImmediate()
  connectionOf(run).refuseLeftOver('before the sign-in')
}

/**
 * After a session that an ordinary sign-in opened: finds out whether the strongest mechanism that the server advertises
 * works, where that is asked for. What comes of it stands in `signIn`; the probe itself is over by then.
 */
export async function tryAdvertised(run: Run, index: number): Promise<void> {
  if (run.session === undefined || run.options.signIn?.tryAgain !== 'mechanisms') return
  const { strongestAfter, tryStrongest } = await import('../session/sign-in.js')
  const way = strongestAfter(run)
  if (way === undefined) return
  // What failed stands with the attempt, and the session before it is not made worse by it.
  await run.queue.again(index, run.deadline, () => tryStrongest(run, way)).catch(() => {})
}
