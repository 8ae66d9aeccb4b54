import { describe, expect, it } from 'vitest'
import { loadScenario, scenarioIds } from '../../src/catalogue/scenarios.js'
import type { Scenario } from '../../src/model/index.js'
import { diagnoseScenario } from './support.js'

const scenarios = scenarioIds().map(loadScenario)
const trying = (what: 'user-names' | 'mechanisms') =>
  scenarios.filter(({ expects }) => expects?.try === what).map((scenario) => [scenario.id, scenario] as const)

function withoutTry(scenario: Scenario): Scenario {
  const { try: _, ...expects } = scenario.expects ?? { findings: [], absent: [] }
  return { ...scenario, expects }
}

describe('without a second attempt', () => {
  it.each(trying('user-names'))(
    '%s is a refusal that names the user name among the likely causes',
    async (_, scenario) => {
      const { findings, rootCauses } = await diagnoseScenario(withoutTry(scenario))
      expect(rootCauses[0]).toBe('auth-refused')
      const likely = findings.find(({ id }) => id === 'auth-refused')?.args.likely
      expect(likely).toContain('auth-username-format')
    },
  )

  it.each(trying('mechanisms'))('%s is no more than a possibility', async (_, scenario) => {
    const { findings } = await diagnoseScenario(withoutTry(scenario))
    const found = findings.filter(({ id }) => id === 'auth-mech-advertised-broken')
    expect(found.map(({ certainty, severity }) => [certainty, severity])).toEqual([['possible', 'note']])
  })

  it('is what at least one scenario of each kind shows', () => {
    expect(trying('user-names').length).toBeGreaterThan(0)
    expect(trying('mechanisms').length).toBeGreaterThan(0)
  })
})
