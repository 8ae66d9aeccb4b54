import { exitCodes } from '../model/index.js'
import type { ProbeFlagValues } from './probe-request.js'

/**
 * Runs work that Ctrl-C may end: the first one aborts the signal, so that connections are closed and a document can
 * still be printed; a second one ends the process as usual.
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  process.once('SIGINT', abort)
  try {
    return await work(controller.signal)
  } finally {
    process.removeListener('SIGINT', abort)
  }
}

/** A document that says when it was cut short. */
interface InterruptibleDocument {
  request: { interrupted?: boolean }
}

/** Whether Ctrl-C cut this run's probe short; one that was stored in that state is old news. */
export function wasInterrupted(
  document: InterruptibleDocument | undefined,
  { from }: Pick<ProbeFlagValues, 'from'>,
): boolean {
  return from === undefined && document?.request.interrupted === true
}

/** Exit code of a run: 130, said on stderr, when Ctrl-C cut it short; else the one that the document comes to. */
export function exitCodeOr(
  code: number,
  document: InterruptibleDocument | undefined,
  flags: Pick<ProbeFlagValues, 'from'>,
): number {
  if (!wasInterrupted(document, flags)) return code
  return afterInterrupt('Interrupted: only what was finished until then is shown.')
}

/** Says on stderr what Ctrl-C left, and gives the exit code of a run that it ended. */
export function afterInterrupt(text: string): number {
  process.stderr.write(`${text}\n`)
  if (lookupIsPending()) process.stdout.write('', endBySignal)
  return exitCodes.interrupted
}

/** Whether the system's resolver still works on a name: the process cannot end before it answers or gives up. */
function lookupIsPending(): boolean {
  return process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')
}

// What is printed is printed; the default action of the signal waits for no thread, and a shell reports it as 130 too.
function endBySignal(): void {
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}
