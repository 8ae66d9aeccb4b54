import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { Endpoint, Phase } from '../../src/model/index.js'
import type { Trust } from '../../src/net/index.js'
import { probeScenario } from '../support/probing.js'

type Module = typeof import('../../src/net/trust.js')

const roots = vi.hoisted(() => ({ read: () => {}, wanted: Promise.resolve() }))

vi.mock('../../src/net/trust.js', async (original) => {
  const real = await original<Module>()
  const trustContextBeside = async (caPem: readonly string[]): Promise<Trust> => {
    await roots.wanted
    return real.trustContext(caPem)
  }
  return { ...real, trustContextBeside }
})

beforeEach(() => {
  roots.wanted = new Promise((resolve) => {
    roots.read = resolve
  })
})

afterEach(() => vi.useRealTimers())

const named = ({ protocol, security }: Endpoint, { name }: Phase) => `${protocol} ${security} ${name}`

/** Probes the demo server; the roots are read once both endpoints that begin in clear text have listed their capabilities. */
async function probing(onRead = () => {}) {
  const before: string[] = []
  let isRead = false
  const { probes } = await probeScenario(loadScenario('demo'), () => true, {
    onPhase: (endpoint, phase) => {
      if (isRead) return
      before.push(named(endpoint, phase))
      if (before.filter((line) => line.endsWith(' capability')).length < 2) return
      isRead = true
      // By then the last one waits too.
      setImmediate(() => {
        onRead()
        roots.read()
      })
    },
  })
  return { before, probes }
}

test('what begins in clear text goes on until it needs the roots, and what begins with TLS does not even connect', async () => {
  const { before, probes } = await probing()
  expect(probes.map(({ tls }) => tls?.verified)).toEqual([true, true, true, true])
  expect(before.filter((line) => / tls (tcp|tls)$/.test(line))).toEqual([])
  expect(before).toContain('imap starttls capability')
  expect(before).toContain('pop3 starttls capability')
})

test('the time that the reading of the roots takes is in no duration', async () => {
  // A clock that stands still, but for the reading.
  vi.useFakeTimers({ toFake: ['performance'] })
  const { probes } = await probing(() => vi.advanceTimersByTime(700))
  const durations = probes.map(({ ms, phases }) => [ms, ...phases.map((phase) => phase.ms)])
  expect(durations.flat().filter((ms) => ms > 0)).toEqual([])
})
