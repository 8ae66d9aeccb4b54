import { describe, expect, it } from 'vitest'
import { loadScenario, scenarioIds } from '../../src/catalogue/scenarios.js'
import type { DiagnosisDocument, Finding } from '../../src/model/index.js'
import { schemaErrors } from '../cli/support.js'
import { diagnoseScenario } from './support.js'

const gravely = (findings: readonly Finding[]) => findings.filter((finding) => finding.severity !== 'note')
const idsOf = (findings: readonly Finding[]) => [...new Set(findings.map((finding) => finding.id))]

/** What a diagnosis must not say and says: `*` stands for everything above note that was not expected. */
function forbidden(
  { findings }: DiagnosisDocument,
  absent: readonly string[],
  expected: readonly string[],
): string[] {
  const named = idsOf(findings).filter((id) => absent.includes(id))
  const others = absent.includes('*') ? idsOf(gravely(findings)).filter((id) => !expected.includes(id)) : []
  return [...named, ...others]
}

describe('every scenario', () => {
  it.concurrent.each(scenarioIds().map((id) => [id]))('%s is diagnosed as it expects', async (id) => {
    const scenario = loadScenario(id)
    const {
      findings: expected,
      absent,
      rootCause,
    } = scenario.expects ?? { findings: [], absent: ['missing'] }
    expect(absent, 'a scenario says what must and must not be found').not.toEqual(['missing'])
    const diagnosis = await diagnoseScenario(scenario)
    expect(schemaErrors('diagnosis', diagnosis)).toEqual([])
    expect(diagnosis.checks.filter((check) => check.outcome === 'errored')).toEqual([])
    const said = idsOf(diagnosis.findings)
    expect({
      missing: expected.filter((one) => !said.includes(one)),
      forbidden: forbidden(diagnosis, absent, expected),
      rootCause: gravely(diagnosis.findings).length === 0 ? undefined : diagnosis.rootCauses[0],
    }).toEqual({ missing: [], forbidden: [], rootCause })
  })
})
