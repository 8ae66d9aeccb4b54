import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { DiagnosisDocument, EndpointProbe, ProbeDocument } from '../../src/model/index.js'
import { runCli, schemaErrors } from '../cli/support.js'
import { diagnoseScenario } from '../diagnose/support.js'

/**
 * Stored probes of some scenarios, and what the checks of today must say to them: `UPDATE_GOLDEN=1 npx vitest run
 * --config test/vitest.config.ts test/golden` makes both anew. A change of expected.json is a change of the diagnosis.
 */
const scenarios = [
  'bye-greeting',
  'demo',
  'expired-certificate',
  'imap-only',
  'injection',
  'login-refused',
  'pop3-no-uidl',
  'preauth',
  'self-signed',
  'starttls-stripped',
  'wrong-name',
]

interface Expectation {
  rootCauses: string[]
  findings: string[]
}

const folder = new URL('./', import.meta.url)
const expectedFile = new URL('expected.json', folder)
const update = Boolean(process.env.UPDATE_GOLDEN)

const fileOf = (id: string) => new URL(`${id}.json`, folder)

function expectationOf({ rootCauses, findings }: DiagnosisDocument): Expectation {
  return { rootCauses, findings: [...new Set(findings.map(({ id }) => id))] }
}

/** What differs from run to run and decides nothing is taken out, and what the catalogue can say again. */
function still(probe: EndpointProbe): EndpointProbe {
  const { capabilities, ...rest } = probe
  const { explained: _, ...lists } = capabilities ?? {}
  const zero = { ...rest, ...(capabilities && { capabilities: lists }) }
  return JSON.parse(JSON.stringify(zero, (key, value) => (key === 'ms' ? 0 : value))) as EndpointProbe
}

async function record(id: string): Promise<void> {
  const { tool, request, endpoints } = await diagnoseScenario(loadScenario(id))
  const environment = { node: 'v20.20.2', openssl: '3.0.19', trust: ['root of the simulation'] }
  const document: ProbeDocument = {
    ...{ kind: 'probe', schemaVersion: 1, tool, request, environment },
    endpoints: endpoints.map(still),
  }
  writeFileSync(fileOf(id), JSON.stringify(document))
}

async function judged(id: string): Promise<DiagnosisDocument> {
  const { stdout } = await runCli(['diagnose', '--from', fileOf(id).pathname, '--json'])
  return JSON.parse(stdout) as DiagnosisDocument
}

describe.runIf(update)('the goldens', () => {
  it('are made anew', async () => {
    mkdirSync(folder, { recursive: true })
    const expected: Record<string, Expectation> = {}
    for (const id of scenarios) {
      await record(id)
      expected[id] = expectationOf(await judged(id))
    }
    writeFileSync(expectedFile, JSON.stringify(expected))
    execFileSync('npx', ['biome', 'format', '--write', folder.pathname])
  }, 120_000)
})

describe.runIf(!update)('a stored probe', () => {
  const read = (file: URL) => JSON.parse(readFileSync(file, 'utf8')) as unknown
  const expected = update ? {} : (read(expectedFile) as Record<string, Expectation>)

  it('is there for each scenario, and no other', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'expected.json')
    expect(names.map((name) => name.replace(/\.json$/, '')).sort()).toEqual(scenarios)
    expect(Object.keys(expected).sort()).toEqual(scenarios)
  })

  it.each(scenarios)('of %s is still a valid document, and is judged as before', async (id) => {
    expect(schemaErrors('probe', read(fileOf(id)))).toEqual([])
    const diagnosis = await judged(id)
    expect(schemaErrors('diagnosis', diagnosis)).toEqual([])
    expect(expectationOf(diagnosis)).toEqual(expected[id])
  })
})
