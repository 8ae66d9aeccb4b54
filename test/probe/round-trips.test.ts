import { describe, expect, test } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { PhaseName, Scenario, ScenarioEndpoint } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import { type ProbeOptions, probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { startSimulation } from '../../src/simulate/server.js'
import { failureIn, looksOf, optionsForSimulation } from '../support/probing.js'
import { StepRelay } from '../support/step-relay.js'

/** Round trips until each point. */
interface Cost {
  /** The end of the probe. */
  total: number
  /** The end of each phase; of several endpoints the last one. */
  at: Partial<Record<PhaseName, number>>
  /** Each line, with its direction. */
  lines: { line: string; after: number }[]
}

const demo = loadScenario('demo')

/** The demo server with one of its ports alone, and something special about it. */
function only(port: number, special: Partial<ScenarioEndpoint> = {}): Scenario {
  const endpoints = demo.endpoints.filter((one) => one.port === port).map((one) => ({ ...one, ...special }))
  return { ...demo, endpoints: endpoints as Scenario['endpoints'] }
}

/** Probes everything in a scenario over a path where only waiting for the server costs anything. */
async function costOf(scenario: Scenario, more: Partial<ProbeOptions> = {}): Promise<Cost> {
  const simulation = await startSimulation(scenario)
  const relay = new StepRelay()
  try {
    const { connectTo } = optionsForSimulation(simulation)
    const relayed = connectTo.map(async (route) => ({ ...route, toPort: await relay.before(route.toPort) }))
    const cost: Cost = { total: 0, at: {}, lines: [] }
    const options = optionsForSimulation(simulation, {
      connectTo: await Promise.all(relayed),
      timeoutMs: 30_000,
      onPhase: (_endpoint, { name }) => {
        cost.at[name] = relay.roundTrips
      },
      onLine: (_endpoint, { direction, text }: TranscriptLine) => {
        cost.lines.push({ line: `${direction} ${text}`, after: relay.roundTrips })
      },
      ...more,
    })
    const endpoints = simulation.listeners.map(({ endpoint }) => endpoint)
    const probes = await relay.during(probeEndpoints(endpoints, options))
    expect(probes.map(failureIn)).toEqual(endpoints.map(() => 'none'))
    expect(probes.flatMap(looksOf)).toEqual([])
    expect(simulation.connections).toBe(endpoints.length)
    return { ...cost, total: relay.roundTrips }
  } finally {
    await relay.close()
    await simulation.close()
  }
}

/** When a line that matches came or went. */
function whenSaid({ lines }: Cost, pattern: RegExp): number | undefined {
  return lines.find(({ line }) => pattern.test(line))?.after
}

/**
 * Fewest sequential round trips where nothing is sent before the greeting. A connection costs one; so do TLS 1.3, the
 * greeting (on a plaintext port too: it leaves when the connection is complete), and a command with its answer.
 */
describe.concurrent('a probe costs as many round trips as the protocol needs', () => {
  test.each<[string, Scenario, number]>([
    ['IMAP over TLS: connection, TLS, greeting, CAPABILITY', only(993), 4],
    ['IMAP whose greeting lists nothing', only(993, { greetingCapabilities: false }), 4],
    [
      'IMAP over TLS 1.2: two for TLS, the greeting comes along',
      only(993, { tls: { maxVersion: 'TLSv1.2' } }),
      4,
    ],
    ['IMAP with STARTTLS and TLS 1.2', only(143, { tls: { maxVersion: 'TLSv1.2' } }), 6],
    ['IMAP with STARTTLS in the same write as CAPABILITY', only(143), 5],
    ['IMAP with STARTTLS whose greeting lists nothing', only(143, { greetingCapabilities: false }), 5],
    ['POP3 over TLS: connection, TLS, greeting, CAPA', only(995), 4],
    ['POP3 with STLS, which may not share the write of CAPA', only(110), 6],
    ['four endpoints of one account, side by side', demo, 6],
  ])('%s', async (_what, scenario, roundTrips) => {
    expect((await costOf(scenario)).total).toBe(roundTrips)
  })

  test('the answer to the goodbye is not waited for', async () => {
    const cost = await costOf(demo)
    expect(cost.lines.filter(({ line }) => /^sent (\S+ LOGOUT|QUIT)$/.test(line))).toHaveLength(4)
    expect(cost.lines.filter(({ line }) => /^received .*(BYE|Logging out|Logout)/i.test(line))).toEqual([])
    expect(cost.at.logout).toBe(cost.total)
  })
})

describe.concurrent('a sign-in', () => {
  const signIn = { user: 'demo', secret: new Secret('open-sesame') }

  test.each<[string, Scenario, number, RegExp, number]>([
    ['IMAP over TLS', only(993), 4, /^received \S+ OK .*Logged in/, 5],
    ['IMAP with STARTTLS', only(143), 5, /^received \S+ OK .*Logged in/, 6],
    ['POP3 over TLS', only(995), 4, /^received \+OK Logged in/, 5],
    ['POP3 with STLS', only(110), 6, /^received \+OK Logged in/, 7],
  ])('%s: its answer is there one round trip later', async (_what, scenario, before, answer, after) => {
    const cost = await costOf(scenario, { signIn })
    expect(whenSaid(cost, /^sent (\S+ AUTHENTICATE|AUTH) PLAIN /)).toBe(before)
    expect(whenSaid(cost, answer)).toBe(after)
  })

  // ImapFlow sends one command after the other: ID and NAMESPACE, then what the survey asks.
  test('the looks into the mailbox after it stay within what they cost today', async () => {
    expect((await costOf(only(993), { signIn })).total).toBeLessThanOrEqual(17)
    expect((await costOf(only(995), { signIn })).total).toBeLessThanOrEqual(10)
  })
})
