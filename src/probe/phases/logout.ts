import type { Run, Skip } from '../run.js'

const noLongerUsable = 'the connection was no longer usable'

/**
 * Says goodbye wherever the server can still hear it, also after a failure: servers and their guards take note of clients
 * that just vanish. The answer is not waited for.
 */
export async function logoutPhase(run: Run): Promise<Skip | undefined> {
  if (run.session !== undefined) {
    return run.session.end() ? undefined : { because: noLongerUsable }
  }
  if (run.goodbye !== undefined) {
    run.goodbye()
    return undefined
  }
  if (run.greeted && run.connection?.farewell(run.dialogue.goodbye())) return undefined
  run.connection?.close()
  return { because: run.connection === undefined ? 'not connected' : noLongerUsable }
}
