import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { EndpointProbe } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { type RunningSimulation, startSimulation } from '../../src/simulate/server.js'
import { because, failureIn, optionsForSimulation, outcomes } from '../support/probing.js'

let simulation: RunningSimulation

function endpoints() {
  return simulation.listeners.map(({ endpoint }) => endpoint)
}

/** Lines that the simulation got which carry a password. */
function signIns(): string[] {
  return simulation.log
    .map(({ line }) => line)
    .filter((line) => /\b(AUTH|AUTHENTICATE|LOGIN|PASS)\b/.test(line))
}

async function signIn(user: string, password: string, caPem = [simulation.caPem]) {
  const lines: TranscriptLine[] = []
  const options = optionsForSimulation(simulation, {
    caPem,
    signIn: { user, secret: new Secret(password) },
    onLine: (_endpoint, line) => lines.push(line),
  })
  const probes = await probeEndpoints(endpoints(), options)
  return { probes, lines }
}

function at(probes: EndpointProbe[], port: number): EndpointProbe {
  const probe = probes.find(({ endpoint }) => endpoint.port === port)
  if (probe === undefined) throw new Error(`no result for port ${port}`)
  return probe
}

describe('a healthy server', () => {
  beforeAll(async () => {
    simulation = await startSimulation(loadScenario('demo'))
  })
  afterAll(() => simulation.close())

  test('all four endpoints, one connection each', async () => {
    const before = simulation.connections
    const seen: string[] = []
    const options = optionsForSimulation(simulation, {
      onPhase: ({ port }, { name }) => seen.push(`${port} ${name}`),
    })
    const probes = await probeEndpoints(endpoints(), options)
    expect(probes.map(failureIn)).toEqual(['none', 'none', 'none', 'none'])
    expect(probes.map(({ endpoint }) => endpoint)).toEqual(endpoints())
    expect(probes.every(({ tls }) => tls?.verified)).toBe(true)
    expect(simulation.connections - before).toBe(4)
    expect(outcomes(at(probes, 993))).toEqual([
      ...['dns skipped', 'tcp observed', 'tls observed', 'greeting observed'],
      ...['capability observed', 'logout observed'],
    ])
    expect(outcomes(at(probes, 110))).toEqual([
      ...['dns skipped', 'tcp observed', 'greeting observed', 'capability observed', 'starttls observed'],
      ...['tls observed', 'capability-tls observed', 'logout observed'],
    ])
    expect(seen).toContain('993 logout')
    expect(at(probes, 143).capabilities?.beforeTls).toContain('STARTTLS')
    expect(at(probes, 143).capabilities?.afterTls).not.toContain('STARTTLS')
    expect(at(probes, 995).capabilities?.afterTls).toContain('UIDL')
  })

  test('signs in once per protocol and reads the session', async () => {
    const { probes } = await signIn('demo', 'open-sesame')
    expect(probes.map(failureIn)).toEqual(['none', 'none', 'none', 'none'])
    const { session, capabilities } = at(probes, 993)
    expect(session).toMatchObject({ mechanism: 'PLAIN', messages: 12 })
    expect(session?.quota).toEqual({ usedBytes: 650117 * 1024, limitBytes: 1048576 * 1024 })
    expect(capabilities?.afterLogin).toContain('QUOTA')
    expect(session?.folders).toMatchObject({ complete: true })
    expect(session?.idle).toMatchObject({ entered: true })
    expect(at(probes, 995).session).toMatchObject({ messages: 12, uidl: { answered: true, unique: true } })
    expect(because(at(probes, 143), 'login')).toContain('already tried')
    expect(because(at(probes, 110), 'login')).toContain('already tried')
    const commands = simulation.log.map(({ line }) => line)
    expect(commands.some((line) => /\b(RETR|DELE|SELECT|FETCH|STORE)\b/.test(line))).toBe(false)
  })

  test('no secret leaves the program where the certificate is not verified', async () => {
    const before = signIns().length
    const { probes } = await signIn('demo', 'open-sesame', [])
    expect(probes.map((probe) => because(probe, 'login'))).toEqual(
      Array(4).fill('the certificate is not verified'),
    )
    expect(signIns()).toHaveLength(before)
  })

  test('a wrong password is refused once, and nobody tries again', async () => {
    const before = signIns().length
    const password = 'not the password'
    const { probes, lines } = await signIn('demo', password)
    expect(failureIn(at(probes, 993))).toBe('login sign-in-refused')
    expect(because(at(probes, 995), 'login')).toContain(
      'not tried after the refusal at mail.demo.example:993',
    )
    expect(signIns()).toHaveLength(before + 1)
    expect(outcomes(at(probes, 993))).toContain('logout observed')
    const shown = JSON.stringify([probes, lines])
    expect(shown).toContain('[secret]')
    for (const form of [password, Buffer.from(`\0demo\0${password}`).toString('base64')]) {
      expect(shown).not.toContain(form)
    }
  })
})

describe('a server that refuses everyone', () => {
  beforeAll(async () => {
    simulation = await startSimulation(loadScenario('login-refused'))
  })
  afterAll(() => simulation.close())

  test('by POP3 too', async () => {
    const pop3 = endpoints().filter(({ protocol }) => protocol === 'pop3')
    const options = optionsForSimulation(simulation, {
      signIn: { user: 'demo', secret: new Secret('s3cret-word') },
    })
    const probes = await probeEndpoints(pop3, options)
    expect(failureIn(at(probes, 995))).toBe('login sign-in-refused')
    expect(because(at(probes, 110), 'login')).toContain('not tried after the refusal')
    expect(outcomes(at(probes, 995))).toContain('logout observed')
    expect(signIns()).toHaveLength(1)
  })
})
