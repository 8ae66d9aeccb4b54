import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Deadline, WireFailure } from '../../src/net/index.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new Promise<never>(() => {})

/** What becomes of a wait, as it stands: its failure, or nothing so far. */
function watched(work: Promise<unknown>): { failure?: WireFailure['failure'] } {
  const seen: { failure?: WireFailure['failure'] } = {}
  work.catch((error: unknown) => {
    if (error instanceof WireFailure) seen.failure = error.failure
  })
  return seen
}

describe('a deadline', () => {
  test('ends a wait whose own limit is longer', async () => {
    const seen = watched(new Deadline(5_000).race(never, 10_000, 'greeting'))
    await vi.advanceTimersByTimeAsync(4_999)
    expect(seen.failure).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.failure).toEqual({
      cause: 'timed-out',
      message: 'the time limit of 5 s ended while waiting for greeting',
    })
  })

  test('leaves a wait its own limit where that is shorter', async () => {
    const seen = watched(new Deadline(30_000).race(never, 10_000, 'greeting'))
    await vi.advanceTimersByTimeAsync(9_999)
    expect(seen.failure).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.failure?.message).toBe('no greeting within 10 s')
  })

  test('is one for all waits together, however quickly each is over', async () => {
    const deadline = new Deadline(1_000)
    const drip = async () => {
      for (;;) await deadline.race(new Promise((resolve) => setTimeout(resolve, 300)), 10_000, 'byte')
    }
    const seen = watched(drip())
    await vi.advanceTimersByTimeAsync(999)
    expect(seen.failure).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(seen.failure?.cause).toBe('timed-out')
    expect(deadline.remainingMs).toBe(0)
  })

  test('that is over lets nothing more be waited for', async () => {
    const deadline = new Deadline(1_000)
    await vi.advanceTimersByTimeAsync(5_000)
    const seen = watched(deadline.race(never, 10_000, 'answer'))
    await vi.advanceTimersByTimeAsync(0)
    expect(seen.failure?.cause).toBe('timed-out')
  })
})
