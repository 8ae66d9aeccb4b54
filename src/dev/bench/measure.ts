import { spawn } from 'node:child_process'

/** One of several ways to do something, all measured in the same rounds. */
export interface Contender {
  name: string
  /** Does it once; rejects when it did not work, for a failure is no measurement. */
  run(): Promise<void>
  /** Fewer rounds than the others: for what takes very long. */
  rounds?: number
}

/** Milliseconds of each round, by the contender's name. */
export type Timings = ReadonlyMap<string, readonly number[]>

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/**
 * Runs every contender once in each round, so that what else the machine does meets all of them alike.
 *
 * @param warmUps rounds before that are not counted
 */
export async function inRounds(
  contenders: readonly Contender[],
  rounds: number,
  warmUps = 1,
): Promise<Timings> {
  const timings = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = -warmUps; round < rounds; round++) {
    for (const { name, run, rounds: most = rounds } of contenders) {
      if (round >= most || (round < 0 && most < rounds)) continue
      const started = performance.now()
      await run()
      if (round >= 0) timings.get(name)?.push(performance.now() - started)
    }
  }
  return timings
}

/** Median of the ratios of each round: a disturbance that lasts longer than a round cancels out. */
export function ratioTo(timings: Timings, name: string, base: string): number {
  const [own = [], others = []] = [timings.get(name), timings.get(base)]
  return median(own.map((ms, round) => ms / (others[round] ?? Number.NaN)))
}

/** How a program is run. */
export interface ProgramOptions {
  input?: string
  /** Exit codes that mean it did its work. */
  good?: readonly number[]
  /** What it must have printed, or it did not do its work. */
  mustSay?: RegExp
  timeoutMs?: number
  /** Besides the environment of what is measured. */
  env?: NodeJS.ProcessEnv
}

const { NODE_EXTRA_CA_CERTS: _extra, NODE_OPTIONS: _options, ...environment } = process.env

/** The environment of what is measured: NODE_EXTRA_CA_CERTS would add 30 ms to each start of Node 20. */
export const cleanEnvironment: NodeJS.ProcessEnv = environment

/** Runs a program to its end; gives what it printed on both streams. */
export function program(
  command: string,
  args: readonly string[],
  { input = '', good = [0], mustSay, timeoutMs = 60_000, env = {} }: ProgramOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...cleanEnvironment, ...env }, timeout: timeoutMs })
    let said = ''
    const keep = (chunk: Buffer) => {
      said += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.stdin.on('error', () => {}) // a program that reads no input may be gone already
    child.stdin.end(input)
    child.once('error', reject)
    child.once('close', (code) => {
      if (good.includes(code ?? -1) && (mustSay === undefined || mustSay.test(said))) resolve(said)
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${said.slice(0, 600)}`))
    })
  })
}

/** Prints rows of cells in columns; the first one to the left, numbers to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  for (const row of all) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    console.log(`  ${cells.join('  ').trimEnd()}`)
  }
}
