import type { ImapFlow } from 'imapflow'
import type { SessionFacts, UntoldName } from '../../model/index.js'
import { type Deadline, failed, WireFailure } from '../../net/index.js'
import type { ResponseText } from '../imap-protocol.js'
import { throttled } from '../sign-in-queue.js'

/** What the survey needs of a signed-in session. */
export interface SurveyDesk {
  readonly client: ImapFlow
  readonly deadline: Deadline
  /** Holds IDLE for a while. */
  readonly deep: boolean
  /** What followed NAMESPACE on its line. */
  readonly namespaceLine?: string
  /** The refusal that came while the session was set up, which is when NAMESPACE is asked. */
  readonly namespaceRefusal?: ResponseText
  /** The server's words, fit to be kept. */
  clean(text: string): string
  /**
   * Waits for a command.
   *
   * @throws WireFailure also where the connection is gone and the library takes that for a refusal
   */
  step<T>(work: Promise<T>, waitingFor: string): Promise<T>
  /** The first refusal since this was last called. */
  takeRefusal(): ResponseText | undefined
  /** Hands out each received line from now on. */
  listen(listener: ((line: string) => void) | undefined): void
}

/** Whether anything more can be asked. */
type GoOn = boolean

/**
 * Carries out a part of the survey that the rest does not depend on.
 *
 * @returns false once the connection is of no more use
 * @throws WireFailure where the server broke the session off
 */
export async function optional(
  into: SessionFacts,
  what: UntoldName,
  work: () => Promise<void>,
): Promise<GoOn> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof WireFailure)) throw error
    const { cause, code } = error.failure
    // Answers that were too slow or too long for us say nothing against the server, but they stand in the way of the next.
    const ours = cause === 'timed-out' || cause === 'too-much-data'
    if (!ours && cause !== 'refused-by-server') throw error
    into.untold = [...(into.untold ?? []), { what, failure: error.failure }]
    return !ours && code !== throttled
  }
}

/** The failure for an answer of NO or BAD that the library has swallowed. */
export function refusedCommand(desk: SurveyDesk, command: string): Error {
  const refusal = desk.takeRefusal()
  const serverText = desk.clean(refusal?.words ?? '')
  const code = refusal?.code === undefined ? undefined : desk.clean(refusal.code)
  return failed('refused-by-server', `the server refused ${command}`, { code, serverText })
}
