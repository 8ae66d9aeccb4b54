import { setImmediate } from 'node:timers/promises'
import { connectionOf, type Run, type SignedIn, type Skip } from '../run.js'

/** Signs in on this connection when it is this endpoint's turn; never outside verified TLS. */
export async function loginPhase(run: Run, index: number): Promise<Skip | undefined> {
  const because = obstacle(run)
  if (because !== undefined) return { because }
  const arrived = performance.now()
  const skipped = await run.queue.enter(index, run.deadline, async () => {
    run.waitedMs = performance.now() - arrived
    if (run.endpoint.protocol === 'pop3') await refuseUnasked(run)
    run.session = await openSession(run)
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

function obstacle({ facts, endpoint }: Run): string | undefined {
  if (endpoint.security === 'none' || facts.tls === undefined) return 'the connection is not encrypted'
  if (!facts.tls.verified) return 'the certificate is not verified'
  if (facts.greeting?.status === 'preauth') return 'the server signed in by itself'
  return undefined
}

// The libraries are loaded only when someone signs in: they cost more start-up time than all the rest.
async function openSession(run: Run): Promise<SignedIn> {
  if (run.endpoint.protocol === 'imap') {
    const { signInImap } = await import('../session/imap-session.js')
    return signInImap(run)
  }
  const { signInPop3 } = await import('../session/pop3-session.js')
  return signInPop3(run)
}
