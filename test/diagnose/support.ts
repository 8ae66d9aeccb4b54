import { judge } from '../../src/app/diagnose.js'
import { probe } from '../../src/app/probe.js'
import { serveScenario } from '../../src/dev/evaluation/published-scenario.js'
import { scenarioOptions } from '../../src/dev/evaluation/scenario-options.js'
import type { DiagnosisDocument, Scenario } from '../../src/model/index.js'
import { temporaryFile } from '../cli/support.js'

/** Runs a scenario on loopback, probes it as its expectation says, and judges what was seen. */
export async function diagnoseScenario(scenario: Scenario): Promise<DiagnosisDocument> {
  const { connectTo, caPem, dnsServers, close } = await serveScenario(scenario)
  try {
    const document = await probe(scenario.expects?.asked ?? [scenario.host], {
      ...scenarioOptions(scenario),
      caFiles: [temporaryFile('ca.pem', caPem)],
      connectTo,
      dnsServers,
    })
    return judge(document)
  } finally {
    await close()
  }
}
