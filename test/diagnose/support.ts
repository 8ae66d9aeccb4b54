import { judge } from '../../src/app/diagnose.js'
import { probe } from '../../src/app/probe.js'
import type { DiagnosisDocument, Scenario } from '../../src/model/index.js'
import { startTarget } from '../../src/simulate/demo.js'
import { temporaryFile } from '../cli/support.js'

/** Runs a scenario on loopback, probes it as its expectation says, and judges what was seen. */
export async function diagnoseScenario(scenario: Scenario): Promise<DiagnosisDocument> {
  const { connectTo, caPem, close } = await startTarget(scenario)
  try {
    const { asked = [scenario.host], signsIn = false, deep = false, security } = scenario.expects ?? {}
    const document = await probe(asked, {
      timeoutMs: 15_000,
      caFiles: [temporaryFile('ca.pem', caPem)],
      connectTo,
      deep,
      security,
      ...(signsIn && { signIn: { user: 'demo', password: 'open-sesame' } }),
    })
    return judge(document)
  } finally {
    await close()
  }
}
