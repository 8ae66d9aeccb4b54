import { describe, expect, it } from 'vitest'
import { isMine, parseShard } from '../../../src/app/audit/shard.js'

describe('--shard', () => {
  it.each([
    ['1/1', {}, { index: 0, count: 1 }],
    ['2/3', { JOB_COMPLETION_INDEX: '0' }, { index: 1, count: 3 }],
    ['auto/4', { JOB_COMPLETION_INDEX: '0' }, { index: 0, count: 4 }],
    ['auto/4', { JOB_COMPLETION_INDEX: '3', SLURM_ARRAY_TASK_ID: '1' }, { index: 3, count: 4 }],
    ['auto/2', { SLURM_ARRAY_TASK_ID: '1' }, { index: 1, count: 2 }],
    [
      'AUTO',
      { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '8' },
      { index: 2, count: 8 },
    ],
    [
      'auto',
      {
        SLURM_ARRAY_TASK_ID: '8',
        SLURM_ARRAY_TASK_MIN: '0',
        SLURM_ARRAY_TASK_STEP: '4',
        SLURM_ARRAY_TASK_COUNT: '4',
      },
      { index: 2, count: 4 },
    ],
  ])('%s in %j', (text, env, shard) => expect(parseShard(text, env)).toEqual(shard))

  it.each([
    ['0/3', {}, 'no part of a list'],
    ['4/3', {}, 'no part of a list'],
    ['1/0', {}, 'no part of a list'],
    ['3', {}, 'no part of a list'],
    ['a/b', {}, 'no part of a list'],
    ['auto/3', {}, 'neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set'],
    ['auto', { JOB_COMPLETION_INDEX: '1' }, 'nothing says how many parts there are'],
    ['auto/3', { JOB_COMPLETION_INDEX: '3' }, 'the environment names part 3 (from 0) of 3'],
    ['auto/3', { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_STEP: '4' }, 'the environment names part 0.5'],
  ])('%s in %j is refused', (text, env, why) => expect(() => parseShard(text, env)).toThrow(why))

  it('leaves every place to exactly one part, and the parts differ by one at most', () => {
    for (const count of [1, 2, 3, 7, 64]) {
      const shards = Array.from({ length: count }, (_, index) => parseShard(`${index + 1}/${count}`, {}))
      const owners = Array.from({ length: 200 }, (_, place) => shards.filter((one) => isMine(place, one)))
      expect(owners.every((one) => one.length === 1)).toBe(true)
      const sizes = shards.map((shard) => owners.filter(([owner]) => owner === shard).length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }
  })
})
