import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pace, Schedule } from '../../../src/app/audit/schedule.js'

const pace: Pace = { concurrency: 4, perHost: 2, window: 100 }

/** Runs work on a clock of its own: each item takes its time; gives who began and ended when. */
function simulate(
  items: readonly { host: string; name: string; ms: number }[],
  { window = 100, ...rest }: Partial<Pace> = {},
) {
  const schedule = new Schedule<(typeof items)[number]>({ ...pace, window, ...rest })
  const waiting = [...items]
  const running: { endsAt: number; host: string; name: string }[] = []
  const began: { name: string; at: number }[] = []
  const ended: string[] = []
  let now = 0
  let mostAtOnce = 0
  let mostOnHost = 0
  const fill = () => {
    while (schedule.hasRoom && waiting.length > 0) {
      const item = waiting.shift()
      if (item !== undefined) schedule.add(item, item.host)
    }
  }
  for (;;) {
    fill()
    const next = schedule.next(now)
    if (next !== undefined && 'begin' in next) {
      const { name, host, ms } = next.begin
      expect(next.host).toBe(host)
      running.push({ endsAt: now + ms, host, name })
      began.push({ name, at: now })
      mostAtOnce = Math.max(mostAtOnce, running.length)
      mostOnHost = Math.max(mostOnHost, running.filter((one) => one.host === host).length)
      continue
    }
    running.sort((a, b) => a.endsAt - b.endsAt)
    const [first] = running
    const waitUntil = next === undefined ? Number.POSITIVE_INFINITY : now + next.waitMs
    if (first === undefined && waitUntil === Number.POSITIVE_INFINITY) break
    now = Math.min(waitUntil, first?.endsAt ?? waitUntil)
    if (first !== undefined && first.endsAt <= now) {
      running.shift()
      ended.push(first.name)
      schedule.done(first.host)
    }
  }
  expect(schedule.isEmpty).toBe(true)
  return { began, ended, mostAtOnce, mostOnHost, now }
}

const on = (host: string, ms: number, names: readonly string[]) => names.map((name) => ({ host, name, ms }))

describe('the schedule', () => {
  it('begins in the order of the list, as many at once as it may', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ host: name, name, ms: 10 }))
    const { began, mostAtOnce } = simulate(items)
    expect(began.map(({ name, at }) => `${name} ${at}`)).toEqual(['a 0', 'b 0', 'c 0', 'd 0', 'e 10', 'f 10'])
    expect(mostAtOnce).toBe(4)
  })

  it('gives no host more than its share', () => {
    expect(simulate(on('one', 10, ['a', 'b', 'c', 'd', 'e'])).mostOnHost).toBe(2)
  })

  it('lets a slow host hold up nobody but itself', () => {
    const slow = on('slow', 1000, ['s1', 's2', 's3', 's4', 's5', 's6'])
    const quick = Array.from({ length: 20 }, (_, index) => ({ host: `h${index}`, name: `q${index}`, ms: 1 }))
    const { ended } = simulate([...slow, ...quick])
    expect(ended.slice(0, 20)).toEqual(quick.map(({ name }) => name))
  })

  it('lets a full window wait, and loses nothing of it', () => {
    const slow = on('slow', 1000, ['s1', 's2', 's3', 's4', 's5'])
    const quick = on('quick', 1, ['q1', 'q2'])
    const { ended } = simulate([...slow, ...quick], { window: 2 })
    expect([...ended].sort()).toEqual(['q1', 'q2', 's1', 's2', 's3', 's4', 's5'])
  })

  it('begins no more per second than the rate, and makes up for no pause', () => {
    const items = ['a', 'b', 'c', 'd'].map((name) => ({ host: name, name, ms: 5_000 }))
    const { began } = simulate(items, { rate: 2, concurrency: 2 })
    expect(began.map(({ at }) => at)).toEqual([0, 500, 5_000, 5_500])
  })

  it('holds its limits, and finishes everything once, whatever the list', () => {
    const item = fc.record({
      host: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      ms: fc.integer({ min: 0, max: 50 }),
    })
    const limits = fc.record({
      concurrency: fc.integer({ min: 1, max: 6 }),
      perHost: fc.integer({ min: 1, max: 3 }),
      window: fc.integer({ min: 1, max: 20 }),
      rate: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), limits, (list, limit) => {
        const items = list.map((one, index) => ({ ...one, name: String(index) }))
        const { ended, began, mostAtOnce, mostOnHost } = simulate(items, limit)
        expect(ended.map(Number).sort((a, b) => a - b)).toEqual(items.map((_, index) => index))
        expect(mostAtOnce).toBeLessThanOrEqual(limit.concurrency)
        expect(mostOnHost).toBeLessThanOrEqual(limit.perHost)
        const { rate } = limit
        if (rate === undefined) return
        for (const [index, { at }] of began.slice(1).entries())
          expect(at - (began[index]?.at ?? 0)).toBeGreaterThanOrEqual(1000 / rate - 1e-6)
      }),
    )
  })
})
