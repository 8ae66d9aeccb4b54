import { Worker } from 'node:worker_threads'

let reading: Promise<void> | undefined

/**
 * Reads Node's roots on a thread of its own, and resolves once that has ended, however it ended. Node keeps them for the
 * whole process, so that the next context has them at once; where they could not be read, that context reads them, and
 * tells its own faults.
 */
export function readRootsOnThread(): Promise<void> {
  reading ??= new Promise((resolve) => {
    const thread = new Worker("require('node:tls').createSecureContext()", { eval: true, env: {} })
    thread.on('error', () => {}) // its end follows
    thread.once('exit', () => resolve())
  })
  return reading
}
