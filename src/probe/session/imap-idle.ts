import type { IdleFacts, SessionFacts } from '../../model/index.js'
import { limits, WireFailure } from '../../net/index.js'
import { sinceMs } from '../measured.js'
import { refusedCommand, type SurveyDesk } from './survey-desk.js'

/**
 * Enters IDLE on the INBOX, opened by EXAMINE, and leaves it again; a deep probe stays in it as long as its time allows.
 *
 * @param into gets the facts: not entered where IDLE itself is refused, dropped where the server closed the connection
 * @throws WireFailure `refused-by-server`, `timed-out`, or what a step throws before IDLE was entered
 */
export async function tryIdle(desk: SurveyDesk, into: SessionFacts): Promise<void> {
  const { client } = desk
  await desk.step(client.mailboxOpen('INBOX', { readOnly: true }), 'answer to EXAMINE')
  desk.takeRefusal()
  const started = performance.now()
  const entered = new Promise<true>((resolve) => {
    desk.listen((line) => {
      if (/^\+/.test(line)) resolve(true)
    })
  })
  const idling = client.idle().catch(() => false)
  try {
    const first = await desk.step(Promise.race([entered, idling]), 'answer to IDLE')
    if (first !== true) {
      into.idle = { entered: false }
      throw refusedCommand(desk, 'IDLE')
    }
    into.idle = { entered: true, ms: sinceMs(started) }
    Object.assign(into.idle, await hold(desk, idling))
  } finally {
    desk.listen(undefined)
  }
}

async function hold(desk: SurveyDesk, idling: Promise<unknown>): Promise<Partial<IdleFacts>> {
  const { client, deadline, deep } = desk
  const started = performance.now()
  if (deep) await sleepUnless(idling, desk)
  const heldMs = sinceMs(started)
  if (client.usable) await leave(desk, idling)
  if (!client.usable) return deadline.signal?.aborted ? {} : { heldMs, dropped: true }
  return deep ? { heldMs, dropped: false } : {}
}

/** Waits for the end of IDLE that the server makes, at most as long as there is time to stay. */
async function sleepUnless(idling: Promise<unknown>, { deadline }: SurveyDesk): Promise<void> {
  const ms = Math.min(limits.idleHoldMs, deadline.remainingMs - limits.idleReserveMs)
  if (ms <= 0) return
  try {
    await deadline.race(idling, ms, 'end of IDLE')
  } catch (error) {
    // The time to stay is over: what was hoped for.
    if (!(error instanceof WireFailure) || error.failure.cause !== 'timed-out') throw error
  }
}

/** The library sends DONE before the next command. */
async function leave({ client, step }: SurveyDesk, idling: Promise<unknown>): Promise<void> {
  try {
    await step(Promise.all([client.noop(), idling]), 'end of IDLE')
  } catch (error) {
    // A server that goes away here has dropped the connection in IDLE; one that only says NO to NOOP has not.
    const { cause } = error instanceof WireFailure ? error.failure : { cause: undefined }
    if (cause === undefined || cause === 'timed-out' || cause === 'cancelled') throw error
  }
}
