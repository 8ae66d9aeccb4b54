import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../src/app/nearest.js'

const known = ['devices', 'connectivity', 'organisation']

describe('nearest', () => {
  it.each([
    ['device', 'devices'],
    ['DEVICES', 'devices'],
    ['organization', 'organisation'],
    ['conn', 'connectivity'],
    ['conectivty', 'connectivity'],
  ])('%s is %s', (typed, meant) => expect(nearest(typed, known)).toBe(meant))

  it.each(['', '  ', 'x', 'colour'])('%j is nothing known', (typed) =>
    expect(nearest(typed, known)).toBeUndefined(),
  )

  it('always names what is valid', () => {
    expect(didYouMean('device', known)).toBe(
      'Did you mean "devices"? Valid: devices, connectivity, organisation.',
    )
    expect(didYouMean('x', known)).toBe('Valid: devices, connectivity, organisation.')
  })
})
