import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Watch, watchProbe } from '../../src/cli/watch-probe.js'
import { exitCodes } from '../../src/model/index.js'

/** Work during which somebody presses Ctrl-C; it then gives what it has. */
async function interrupted({ signal }: Watch): Promise<string> {
  process.emit('SIGINT')
  await setImmediate()
  return signal.aborted ? 'half' : 'whole'
}

describe('watching a probe', () => {
  it('gives what was finished until Ctrl-C to who can use it', async () => {
    let told = 0
    const result = await watchProbe(interrupted, () => {
      told += 1
    })
    expect([result, told]).toEqual(['half', 1])
    expect(process.listenerCount('SIGINT')).toBe(0)
  })

  it('is an error for who cannot: half a probe is nothing to judge', async () => {
    await expect(watchProbe(interrupted)).rejects.toMatchObject({
      code: 'interrupted',
      exitCode: exitCodes.interrupted,
    })
  })

  it('tells nobody of an interruption that did not happen', async () => {
    const told = () => {
      throw new Error('told')
    }
    expect(await watchProbe(async () => 'whole', told)).toBe('whole')
  })
})
