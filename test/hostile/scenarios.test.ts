import { describe, expect, it } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import { probe } from '../../src/app/probe.js'
import { loadScenario, scenarioIds } from '../../src/catalogue/scenarios.js'
import { scenarioOptions } from '../../src/dev/evaluation/scenario-options.js'
import type { DiagnosisDocument, Endpoint, Scenario } from '../../src/model/index.js'
import { startTarget } from '../../src/simulate/demo.js'
import type { WireLogEntry } from '../../src/simulate/server.js'
import { temporaryFile } from '../cli/support.js'
import { formsOf } from './examine.js'
import { leakFinder } from './secrets.js'

// Fits no account but the ordinary one, so that most scenarios refuse it and a few take it.
const ordinary = { user: 'demo', password: 'open-sesame' }

interface Trial {
  document: DiagnosisDocument
  log: readonly WireLogEntry[]
  leaks: (text: string) => string[]
}

/** Signs in wherever a scenario lets it, whether or not it expects that, with everything written down. */
async function signedIn(scenario: Scenario): Promise<Trial> {
  const { signIn = ordinary, ...options } = scenarioOptions(scenario)
  const secret = 'token' in signIn ? signIn.token : signIn.password
  const { simulation, connectTo, caPem, close } = await startTarget(scenario)
  try {
    const request = {
      ...options,
      signIn,
      connectTo,
      keepTranscript: true,
      caFiles: [temporaryFile('ca.pem', caPem)],
    }
    const document = judge(await probe(scenario.expects?.asked ?? [scenario.host], request))
    return { document, log: [...simulation.log], leaks: leakFinder(signIn.user, secret) }
  } finally {
    await close()
  }
}

const placeOf = ({ protocol, host, port }: Endpoint) => `${protocol} ${host} ${port}`

/** The places where the certificate verified for the name that was asked for. */
function verifiedPlaces({ endpoints }: DiagnosisDocument): Set<string> {
  return new Set(
    endpoints.filter(({ tls }) => tls?.verified === true).map(({ endpoint }) => placeOf(endpoint)),
  )
}

function linesOf(log: readonly WireLogEntry[]): string {
  return log.map(({ line }) => line).join('\n')
}

describe('the secret in every scenario', () => {
  it.concurrent.each(scenarioIds().map((id) => [id]))(
    '%s: never in clear, elsewhere, or in an output',
    async (id) => {
      const { document, log, leaks } = await signedIn(loadScenario(id))
      const verified = verifiedPlaces(document)
      expect(leaks(linesOf(log.filter(({ insideTls }) => !insideTls)))).toEqual([])
      expect(leaks(linesOf(log.filter(({ endpoint }) => !verified.has(placeOf(endpoint)))))).toEqual([])
      for (const [form, text] of Object.entries(formsOf(document))) {
        expect({ form, leaks: leaks(text) }).toEqual({ form, leaks: [] })
      }
    },
  )

  it('is found by this very search where it was sent', async () => {
    const { log, leaks } = await signedIn(loadScenario('demo'))
    expect(leaks(linesOf(log))).not.toEqual([])
  })
})
