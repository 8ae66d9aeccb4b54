import { describe, expect, it } from 'vitest'
import { progressLine, Rate } from '../../src/cli/audit-progress.js'

describe('the progress of an audit', () => {
  it('says how far, how fast, and how long it will take', () => {
    const progress = { done: 120, before: 0, running: 16, notOk: 3, total: 400 }
    expect(progressLine(progress, 12.25)).toBe(
      'Audit: 120 of 400 done, 12/s, 23 s left, 16 running, 3 not all right',
    )
  })

  it('counts what was finished before, but reckons the time without it', () => {
    const progress = { done: 10, before: 5_000, running: 2, notOk: 0, total: 110 }
    expect(progressLine(progress, 0.5)).toBe('Audit: 5,010 of 5,110 done, 0.5/s, 3 min left, 2 running')
  })

  it('promises nothing where the length of the list is not known', () => {
    expect(progressLine({ done: 7, before: 0, running: 1, notOk: 0 }, 0)).toBe(
      'Audit: 7 done, 0.0/s, 1 running',
    )
  })
})

describe('the rate', () => {
  it('is that of the last twenty seconds', () => {
    const rate = new Rate(0)
    for (let second = 1; second <= 60; second += 1) rate.at(second * 1000, second)
    expect(rate.at(60_000, 60)).toBeCloseTo(1, 5)
    for (let second = 61; second <= 120; second += 1) rate.at(second * 1000, 60 + (second - 60) * 10)
    expect(rate.at(120_000, 660)).toBeCloseTo(10, 5)
  })

  it('is none before any time has passed', () => expect(new Rate(5).at(5, 0)).toBe(0))
})
