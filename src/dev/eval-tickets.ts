/**
 * Replays real trouble tickets on loopback: npm run eval:tickets -- FILE. Each ticket that a scenario reproduces is
 * probed and judged; prints right stage, class and family, false "wrong password" and false "all fine", and the misses.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge } from '../app/diagnose.js'
import { probe } from '../app/probe.js'
import { loadFinding } from '../catalogue/data.js'
import { loadScenario, scenarioIds } from '../catalogue/scenarios.js'
import type { DiagnosisDocument, Scenario } from '../model/index.js'
import { serveScenario } from './evaluation/published-scenario.js'
import { scenarioOptions } from './evaluation/scenario-options.js'

/** A ticket with its established cause. */
interface Ticket {
  id: string
  cause_class: string
  stage: string
  detectable_by_probe: 'yes' | 'yes-with-login' | 'partly' | 'no'
}

/** What one replay showed. */
interface Replay {
  ticket: Ticket
  scenario?: string
  rootCause?: string
  stageRight: boolean
  classRight: boolean
  familyRight: boolean
  blamesPassword: boolean
  saysAllFine: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'mailadvise-tickets-'))

async function diagnosed(scenario: Scenario): Promise<DiagnosisDocument> {
  const { connectTo, caPem, dnsServers, close } = await serveScenario(scenario)
  const caFile = join(folder, `${scenario.id}.pem`)
  writeFileSync(caFile, caPem)
  try {
    const asked = scenario.expects?.asked ?? [scenario.host]
    return judge(
      await probe(asked, { ...scenarioOptions(scenario), caFiles: [caFile], connectTo, dnsServers }),
    )
  } finally {
    await close()
  }
}

/** Findings that tell a user that the password is wrong. None may, since no server says so reliably. */
const passwordBlame = ['auth-refused']

async function replay(ticket: Ticket, scenario: Scenario | undefined): Promise<Replay> {
  const nothing = {
    stageRight: false,
    classRight: false,
    familyRight: false,
    blamesPassword: false,
    saysAllFine: false,
  }
  if (scenario === undefined) return { ticket, ...nothing }
  const { findings, rootCauses } = await diagnosed(scenario)
  const [rootCause] = rootCauses
  const wanted = loadFinding(ticket.cause_class)
  const found = rootCause === undefined ? undefined : loadFinding(rootCause)
  return {
    ticket,
    scenario: scenario.id,
    ...(rootCause !== undefined && { rootCause }),
    stageRight: findings.some((finding) => finding.rootCause === rootCause && finding.stage === ticket.stage),
    classRight: rootCause === ticket.cause_class,
    familyRight: found !== undefined && found.family === wanted?.family,
    blamesPassword: passwordBlame.includes(rootCause ?? '') && wanted?.stage !== 'auth',
    saysAllFine: findings.length === 0,
  }
}

function line(name: string, replays: readonly Replay[]): string {
  const count = (measure: (one: Replay) => boolean) => String(replays.filter(measure).length).padStart(7)
  const cells = [
    count((one) => one.scenario !== undefined),
    count((one) => one.stageRight),
    count((one) => one.classRight),
    count((one) => one.familyRight),
    count((one) => one.blamesPassword),
    count((one) => one.saysAllFine),
  ]
  return `${name.padEnd(16)}${String(replays.length).padStart(7)}${cells.join('')}`
}

async function main(file: string): Promise<void> {
  const tickets = JSON.parse(readFileSync(file, 'utf8')) as Ticket[]
  const scenarios = scenarioIds().map(loadScenario)
  const replays: Replay[] = []
  for (const ticket of tickets) {
    const scenario = scenarios.find(({ expects }) => expects?.tickets?.includes(ticket.id))
    replays.push(await replay(ticket, scenario))
  }
  console.log(`${'decidable'.padEnd(16)}tickets replay  stage  class family passw.   fine`)
  // A wrong name that a record or a document published is found by discovery alone.
  const byDiscovery = (one: Replay) => one.ticket.stage === 'autoconfig'
  console.log(line('by discovery', replays.filter(byDiscovery)))
  for (const kind of ['yes', 'yes-with-login', 'partly'] as const) {
    console.log(
      line(
        kind,
        replays.filter((one) => !byDiscovery(one) && one.ticket.detectable_by_probe === kind),
      ),
    )
  }
  console.log('\nMisses (ticket, class; scenario said):')
  for (const { ticket, scenario, rootCause, classRight } of replays) {
    if (!classRight) {
      console.log(
        `${ticket.id}  ${ticket.detectable_by_probe.padEnd(15)}${ticket.cause_class}; ${scenario ?? 'no scenario'} said ${rootCause ?? 'nothing'}`,
      )
    }
  }
}

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: npm run eval:tickets -- FILE')
  process.exitCode = 2
} else {
  try {
    await main(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
