import { exitCodes, UserError } from '../model/index.js'

const longest = 86_400

/** The seconds of --for: how long a command goes on that would never end by itself. */
export function parseSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (seconds >= 0.1 && seconds <= longest) return seconds
  throw new UserError('bad-value', `--for wants seconds from 0.1 to ${longest}, not "${text}"`)
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Knows whether somebody wants the process to end. */
export interface Lifetime {
  /** Resolves when the time is over (exit code 0), or when a signal came, perhaps long ago (130). */
  over(seconds: number | undefined): Promise<number>
}

/**
 * From now on the first signal no longer ends the process at once, so that it can be left clean; a second Ctrl-C does.
 * To be called before anything is made that must not be left behind.
 */
export function watchSignals(): Lifetime {
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(exitCodes.interrupted))
  })
  return {
    async over(seconds) {
      // Without a time limit the timer only keeps the process alive.
      let timer: NodeJS.Timeout | undefined
      const timeIsUp = new Promise<number>((resolve) => {
        if (seconds === undefined) timer = setInterval(() => {}, longest * 1000)
        else timer = setTimeout(() => resolve(exitCodes.ok), seconds * 1000)
      })
      const code = await Promise.race([interrupted, timeIsUp])
      clearTimeout(timer)
      return code
    },
  }
}
