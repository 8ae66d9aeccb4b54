import { failed, socketGone } from '../../net/index.js'
import { phasesBeforeSignIn } from '../plan.js'
import { connectionOf, type Run, startRun } from '../run.js'
import { obstacleTo } from '../sign-in-obstacle.js'

/**
 * Gives a connection on which one more attempt can be made: the one that there is, where the server still answers on it,
 * else a new one to the same address, up to where a sign-in may begin.
 *
 * @returns a run whose connection it is; the facts stay those of the first
 */
export async function stillConnected(run: Run): Promise<Run> {
  const answers = run.dialogue.capabilities(connectionOf(run), false).then(
    () => true,
    // Whatever it is: the connection is of no use, and what made it so was the answer to the first attempt.
    () => false,
  )
  if (await answers) return run
  connectionOf(run).close()
  return connectAgain(run)
}

/**
 * Opens a new connection to the same address once the one before is closed: some servers let a person in once at a time.
 *
 * @throws WireFailure of whatever phase fails
 */
export async function connectAgain(run: Run): Promise<Run> {
  if (run.socket !== undefined) await socketGone(run.socket)
  const { endpoint, deadline, transcript, place } = run
  const fresh = startRun(endpoint, undefined, run, deadline)
  const again: Run = { ...fresh, transcript }
  if (place !== undefined) again.facts.addresses = [place.address]
  try {
    const phases = phasesBeforeSignIn(endpoint).filter(({ name }) => name !== 'dns')
    for (const { step } of phases) await step(again)
    const because = obstacleTo(again)
    if (because !== undefined) throw failed('handshake-failed', `on the further connection ${because}`)
    return again
  } catch (error) {
    again.connection?.close()
    throw error
  } finally {
    run.facts.connections += again.facts.connections
  }
}
