import { Worker } from 'node:worker_threads'

let reading: Promise<void> | undefined

/**
 * Reads Node's roots on a thread of its own. Node keeps them for the whole process, so that the next context has them at
 * once.
 */
export function readRootsOnThread(): Promise<void> {
  reading ??= new Promise((resolve) => {
    try {
      const thread = new Worker("require('node:tls').createSecureContext()", { eval: true, env: {} })
      thread.on('error', () => {})
      thread.once('exit', () => resolve())
    } catch {
      // No thread is allowed here, or there is no room for one: the context reads the roots itself, and tells its own faults.
      resolve()
    }
  })
  return reading
}
