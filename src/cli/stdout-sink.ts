import type { RecordSink } from '../app/audit/journal.js'

/**
 * Writes lines to standard output, no faster than its reader takes them.
 *
 * @param signal ends a wait for a reader that does not read
 * @param onClosed called when there is no reader any more
 */
export function stdoutSink(signal: AbortSignal, onClosed: () => void): RecordSink {
  const { stdout } = process
  stdout.once('close', onClosed)
  return {
    async write(line) {
      if (stdout.write(line)) return
      await new Promise<void>((resolve) => {
        const go = () => {
          stdout.removeListener('drain', go)
          stdout.removeListener('close', go)
          signal.removeEventListener('abort', go)
          resolve()
        }
        stdout.once('drain', go)
        stdout.once('close', go)
        signal.addEventListener('abort', go)
        if (stdout.destroyed || signal.aborted) go()
      })
    },
  }
}
