import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

let reading: Promise<void> | undefined

/**
 * Reads Node's roots on a thread of its own, where one can be had. Node keeps them for the whole process, so that the next
 * context has them at once; where it could not be done, that context reads them, and tells its own faults.
 */
export function readRootsOnThread(): Promise<void> {
  reading ??= addressSpaceIsUnlimited()
    ? endOfThread("require('node:tls').createSecureContext()")
    : Promise.resolve()
  return reading
}

/** Resolves once a thread with this code has ended, however it ended. */
function endOfThread(code: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      const thread = new Worker(code, { eval: true, env: {} })
      thread.on('error', () => {}) // its end follows
      thread.once('exit', () => resolve())
    } catch {
      resolve() // Node's permissions do not allow threads
    }
  })
}

/**
 * Whether room for a thread can be had for certain: where the address space is limited (ulimit -v) and used up, V8 ends the
 * whole process. False where it is not known.
 */
function addressSpaceIsUnlimited(): boolean {
  try {
    return /^Max address space +unlimited/m.test(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return false // not on Linux
  }
}
