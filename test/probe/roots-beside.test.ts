import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { Endpoint, EndpointProbe, Phase, PhaseName } from '../../src/model/index.js'
import { Secret, type Trust } from '../../src/net/index.js'
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
async function probing() {
  const before: string[] = []
  let isRead = false
  const { probes } = await probeScenario(loadScenario('demo'), () => true, {
    onPhase: (endpoint, phase) => {
      if (isRead) return
      before.push(named(endpoint, phase))
      if (before.filter((line) => line.endsWith(' capability')).length < 2) return
      isRead = true
      setImmediate(() => roots.read())
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
  // A clock that goes on by 100 ms with each line that is sent, and by 700 ms for the reading.
  vi.useFakeTimers({ toFake: ['performance'] })
  let sent = 0
  const perPhase: Partial<Record<PhaseName, number>> = {}
  const { probes } = await probeScenario(loadScenario('demo'), ({ port }) => port === 143, {
    signIn: { user: 'demo', secret: new Secret('open-sesame') },
    onLine: (_, { direction }) => {
      if (direction !== 'sent') return
      sent += 1
      vi.advanceTimersByTime(100)
    },
    onPhase: (_, { name, outcome }) => {
      if (outcome === 'observed') perPhase[name] = sent * 100
      sent = 0
      if (name !== 'capability') return
      setImmediate(() => {
        vi.advanceTimersByTime(700)
        roots.read()
      })
    },
  })
  const [{ ms, phases }] = probes as [EndpointProbe]
  const observed = phases.filter(({ outcome }) => outcome === 'observed')
  expect(Object.fromEntries(observed.map((phase) => [phase.name, phase.ms]))).toEqual(perPhase)
  expect(perPhase.login).toBeGreaterThan(0)
  expect(ms).toBe(Object.values(perPhase).reduce((sum, one) => sum + one, 0))
})
