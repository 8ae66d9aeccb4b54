import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Watch, watchProbe } from '../../src/cli/watch-probe.js'

/** Work during which somebody presses Ctrl-C; it then gives what it has. */
async function interrupted({ signal }: Watch): Promise<string> {
  process.emit('SIGINT')
  await setImmediate()
  return signal.aborted ? 'half' : 'whole'
}

describe('watching a probe', () => {
  it('tells the work of Ctrl-C and gives what was finished until then', async () => {
    expect(await watchProbe(interrupted)).toBe('half')
    expect(process.listenerCount('SIGINT')).toBe(0)
  })

  it('tells the work nothing where nobody pressed it', async () => {
    expect(await watchProbe(async ({ signal }) => (signal.aborted ? 'half' : 'whole'))).toBe('whole')
  })
})
