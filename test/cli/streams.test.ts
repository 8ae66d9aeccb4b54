import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { wantsColour } from '../../src/cli/colour.js'
import { createProgress } from '../../src/cli/progress.js'
import { outputWidth } from '../../src/cli/width.js'

describe('outputWidth', () => {
  it.each<[Record<string, string>, { columns?: number }, number]>([
    [{}, {}, 80],
    [{}, { columns: 120 }, 120],
    [{}, { columns: 0 }, 80],
    [{ COLUMNS: '60' }, { columns: 120 }, 60],
    [{ COLUMNS: '60' }, {}, 60],
    [{ COLUMNS: 'wide' }, { columns: 100 }, 100],
    [{ COLUMNS: '0' }, { columns: 100 }, 100],
  ])('%j on %j is %i', (env, stream, width) => expect(outputWidth(env, stream)).toBe(width))
})

describe('wantsColour', () => {
  it.each<[Record<string, string>, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
  ])('%j on a terminal (%s): %s', (env, isTTY, wanted) => expect(wantsColour(env, { isTTY })).toBe(wanted))
})

describe('createProgress', () => {
  let written: string[] = []
  const stream = (isTTY: boolean) => ({ isTTY, columns: 20, write: (text: string) => written.push(text) })

  beforeEach(() => {
    written = []
    vi.useFakeTimers()
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  it('says nothing about what is over soon', () => {
    const progress = createProgress(stream(true), {})
    progress.update('working')
    vi.advanceTimersByTime(400)
    progress.stop()
    vi.advanceTimersByTime(1000)
    expect(written).toEqual([])
  })

  it('shows one line on a terminal, cut to its width, and takes it away', () => {
    const progress = createProgress(stream(true), {})
    progress.update('first')
    vi.advanceTimersByTime(600)
    progress.update(`second \u001b[2J ${'x'.repeat(40)}`)
    progress.stop()
    expect(written).toEqual(['\r\u001b[Kfirst', '\r\u001b[Ksecond \\x1b[2J xxxx', '\r\u001b[K'])
  })

  it.each<[string, boolean, Record<string, string>]>([
    ['in a pipe', false, {}],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
  ])('is silent %s', (_, isTTY, env) => {
    const progress = createProgress(stream(isTTY), env)
    progress.update('working')
    vi.advanceTimersByTime(5000)
    progress.stop()
    expect(written).toEqual([])
  })
})
