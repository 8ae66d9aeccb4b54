import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type FarmKind, type FarmPlace, farmRttMs, farmTarget } from './farm.js'
import { cleanEnvironment, median } from './measure.js'
import { bin } from './start-up.js'

/** A fleet as it might be: 5 % of it dead. */
const fleet: Record<FarmKind, number> = { healthy: 8_500, slow: 1_000, dead: 500 }
/** Few enough that two processors, which also run the servers, are not what is measured. */
const concurrency = 100
/** --timeout: twice what a slow target takes. */
const patienceSeconds = 8
/** IMAP over TLS: connection, handshake, greeting, CAPABILITY. */
const roundTrips = 4
const goals = { ofIdeal: 0.9, megabytes: 250 }

/** One run of the audit. */
interface AuditRun {
  ms: number
  /** Highest resident memory in MB; undefined where the system does not tell. */
  peakMb: number | undefined
  records: number
  /** Of those the ones that told of an endpoint that works. */
  usable: number
}

/** Throughput of an audit over a loopback farm, against the schedule that keeps every place busy all the time. */
export async function audit(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-farm-'))
  const farm = fork(fileURLToPath(new URL('farm.js', import.meta.url)), { env: cleanEnvironment })
  try {
    const [place] = (await once(farm, 'message')) as [FarmPlace]
    writeFileSync(join(folder, 'ca.pem'), place.caPem)
    await measure(folder, place)
  } finally {
    await ended(farm)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string, place: FarmPlace): Promise<void> {
  // What a dead target costs is the program's own patience, and what a start costs is no matter of the schedule.
  const none = await alone(folder, place, 'healthy')
  const dead = (await alone(folder, place, 'dead')) - (none - roundTrips * farmRttMs.healthy)
  const total = Object.values(fleet).reduce((sum, count) => sum + count, 0)
  const cost: Record<FarmKind, number> = {
    healthy: roundTrips * farmRttMs.healthy,
    slow: roundTrips * farmRttMs.slow,
    dead,
  }
  const kinds = mixed(total)
  const ideal = idealSchedule(kinds.map(({ kind }) => cost[kind]))
  const targets = kinds.map(({ kind, number }) => farmTarget(place, kind, number))
  const run = await runAudit(folder, place, targets, concurrency)
  if (run.records !== total || run.usable !== total - fleet.dead) {
    throw new Error(
      `${run.records} records of ${total} targets, ${run.usable} of them with a server that works`,
    )
  }
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  const share = ideal / run.ms
  console.log(
    `Audit of ${total} targets, ${concurrency} at a time: ${fleet.healthy} with a round-trip time of`,
  )
  console.log(
    `${farmRttMs.healthy} ms, ${fleet.slow} of ${farmRttMs.slow} ms, ${fleet.dead} that never answer (${seconds(dead)} s each)`,
  )
  console.log(`  took ${seconds(run.ms)} s, ${((total / run.ms) * 1000).toFixed(0)} targets per second`)
  console.log(`  ideal schedule ${seconds(ideal)} s: ${share.toFixed(2)} of it (goal >= ${goals.ofIdeal})`)
  console.log(`  peak memory ${run.peakMb?.toFixed(0) ?? 'not told'} MB (goal <= ${goals.megabytes})`)
}

/** Milliseconds of an audit of one target of a kind, the program's start included. */
async function alone(folder: string, place: FarmPlace, kind: FarmKind): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const { ms } = await runAudit(folder, place, [farmTarget(place, kind, round)], 1)
    times.push(ms)
  }
  return median(times)
}

/** All targets in an order that is mixed, and the same every time. */
function mixed(total: number): { kind: FarmKind; number: number }[] {
  const kinds = Object.entries(fleet).flatMap(([kind, count]) =>
    Array<FarmKind>(count).fill(kind as FarmKind),
  )
  // A step that shares no factor with the number of targets visits each of them once.
  const step = 7919
  return kinds.map((_, index) => {
    const number = (index * step) % total
    return { kind: kinds[number] ?? 'healthy', number }
  })
}

/** When the last target would end if each began the moment that a place is free, and nothing else took any time. */
function idealSchedule(costs: readonly number[]): number {
  const freeAt = Array<number>(concurrency).fill(0)
  for (const cost of costs) {
    const first = freeAt.indexOf(Math.min(...freeAt))
    freeAt[first] = (freeAt[first] ?? 0) + cost
  }
  return Math.max(...freeAt)
}

async function runAudit(
  folder: string,
  { dns }: FarmPlace,
  targets: readonly string[],
  atOnce: number,
): Promise<AuditRun> {
  const list = join(folder, 'targets.txt')
  const out = join(folder, 'records.ndjson')
  writeFileSync(list, `${targets.join('\n')}\n`)
  rmSync(out, { force: true })
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...[bin, 'audit', list, '--out', out, '--concurrency', `${atOnce}`, '--per-host', '1000'],
      ...[
        '--dns-server',
        dns,
        '--ca-file',
        join(folder, 'ca.pem'),
        '--fail-on',
        'never',
        '--timeout',
        `${patienceSeconds}`,
      ],
    ],
    { env: cleanEnvironment, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-1_000)
  })
  let peakMb: number | undefined
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb ?? 0, peakOf(child) ?? 0) || undefined
  }, 200)
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`The audit ended with ${code}: ${complaint}`)
  const ms = performance.now() - started
  const records = readFileSync(out, 'utf8').split('\n').slice(0, -1)
  const usable = records.filter((line) => line.includes('"usable":true')).length
  return { ms, peakMb, records: records.length, usable }
}

/** Highest resident memory of a process so far, in MB, as Linux keeps it. */
function peakOf({ pid }: ChildProcess): number | undefined {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // Another system, or the process has just ended.
    return undefined
  }
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? []
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = once(child, 'exit')
  child.disconnect()
  await exit
}
