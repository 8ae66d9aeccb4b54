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
