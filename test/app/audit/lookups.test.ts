import { describe, expect, it } from 'vitest'
import { Lookups, systemLookups } from '../../../src/app/audit/lookups.js'
import { failed } from '../../../src/net/index.js'

/** A resolver that answers when it is told to, and says what it was asked. */
function resolver() {
  const asked: string[] = []
  const answers = new Map<string, (addresses: string[]) => void>()
  const ask = (host: string) => {
    asked.push(host)
    return new Promise<string[]>((resolve) => answers.set(host, resolve))
  }
  const answer = async (host: string, ...addresses: string[]) => {
    answers.get(host)?.(addresses)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { asked, ask, answer }
}

describe('lookups of an audit', () => {
  it('ask about each name once, however many wait for it', async () => {
    const { asked, ask, answer } = resolver()
    const lookups = new Lookups(ask, 4)
    const both = Promise.all([lookups.addresses('a.example'), lookups.addresses('a.example')])
    await answer('a.example', '192.0.2.1')
    expect(await both).toEqual([['192.0.2.1'], ['192.0.2.1']])
    expect(await lookups.addresses('a.example')).toEqual(['192.0.2.1'])
    expect(asked).toEqual(['a.example'])
  })

  it('give the resolver no more at a time than it works on', async () => {
    const { asked, ask, answer } = resolver()
    const lookups = new Lookups(ask, 2)
    const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => lookups.addresses(`${name}.example`)))
    expect(asked).toEqual(['a.example', 'b.example'])
    await answer('b.example', '192.0.2.2')
    expect(asked).toEqual(['a.example', 'b.example', 'c.example'])
    for (const name of ['a', 'c', 'd']) await answer(`${name}.example`, '192.0.2.3')
    expect((await all).length).toBe(4)
  })

  it('take a turn back only when the resolver is done with it, not when nobody waits any more', async () => {
    const { asked, ask, answer } = resolver()
    const lookups = new Lookups(ask, 1, 20)
    await expect(lookups.addresses('dead.example')).rejects.toMatchObject({ failure: { cause: 'timed-out' } })
    const next = lookups.addresses('a.example')
    expect(asked).toEqual(['dead.example'])
    await answer('dead.example')
    expect(asked).toEqual(['dead.example', 'a.example'])
    await answer('a.example', '192.0.2.1')
    expect(await next).toEqual(['192.0.2.1'])
  })

  it('tell names of one machine as one place, in whatever order its addresses come', async () => {
    const turns = [
      ['192.0.2.7', '192.0.2.3'],
      ['192.0.2.3', '192.0.2.7'],
    ]
    const lookups = new Lookups(async () => turns.shift() ?? [], 4)
    expect(await lookups.placeOf('a.example')).toBe('192.0.2.3')
    expect(await lookups.placeOf('b.example')).toBe('192.0.2.3')
    expect(await lookups.placeOf('198.51.100.1')).toBe('198.51.100.1')
  })

  it('leave a name without an address a place of its own, and the reason to whoever probes it', async () => {
    const lookups = new Lookups(() => Promise.reject(failed('name-not-found', 'no such name')), 4)
    expect(await lookups.placeOf('a.example')).toBe('a.example')
    await expect(lookups.addresses('a.example')).rejects.toMatchObject({
      failure: { cause: 'name-not-found' },
    })
  })
})

describe('lookups at the same time', () => {
  it.each([
    [undefined, 2],
    ['64', 32],
    ['1', 1],
    ['0', 2],
    ['many', 2],
    ['99999', 512],
  ])('with UV_THREADPOOL_SIZE=%s are %i', (size, threads) =>
    expect(systemLookups({ UV_THREADPOOL_SIZE: size })).toBe(threads),
  )
})
