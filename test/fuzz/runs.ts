import type fc from 'fast-check'

const minutes = Number(process.env.FUZZ_MINUTES ?? 0)

/** Properties of this folder: a long run shares its time among them, each in a file with a worker of its own or not. */
const properties = 22

/** Time that one property may take in a test run. */
export const timeoutMs = minutes === 0 ? 60_000 : (minutes + 1) * 60_000 * properties

/**
 * How often a property is tried: the same cases in every ordinary test run; with FUZZ_MINUTES others, until time is up.
 *
 * @param numRuns of an ordinary run
 */
export function runs(numRuns: number): fc.Parameters<unknown> {
  if (minutes === 0) return { seed: 20_260_801, numRuns, endOnFailure: false }
  return {
    seed: Number(process.env.FUZZ_SEED ?? 1),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: (minutes * 60_000) / properties,
    markInterruptAsFailure: false,
  }
}
