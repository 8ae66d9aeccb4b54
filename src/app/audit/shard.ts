import { UserError } from '../../model/index.js'

/** A part of a list: every `count`-th target, beginning with the one at `index`. */
export interface Shard {
  /** Counted from 0. */
  index: number
  count: number
}

/** The variables of the environment that say which part is whose. */
export type ShardEnvironment = Readonly<Record<string, string | undefined>>

const mostShards = 1_000_000

function bad(text: string, why: string, hint: string): UserError {
  return new UserError('bad-value', `--shard ${text}: ${why}`, { hint })
}

const forms = 'Write I/N with I from 1 to N, or auto/N where Kubernetes or Slurm says which part this is.'

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** The place of a task in a Slurm array; an array may begin anywhere and go in steps (sbatch(1), --array). */
function slurmIndex(env: ShardEnvironment): number | undefined {
  const id = wholeNumber(env.SLURM_ARRAY_TASK_ID)
  if (id === undefined) return undefined
  const first = wholeNumber(env.SLURM_ARRAY_TASK_MIN) ?? 0
  return (id - first) / (wholeNumber(env.SLURM_ARRAY_TASK_STEP) ?? 1)
}

function fromEnvironment(text: string, count: number | undefined, env: ShardEnvironment): Shard {
  const kubernetes = wholeNumber(env.JOB_COMPLETION_INDEX)
  const index = kubernetes ?? slurmIndex(env)
  if (index === undefined) {
    throw bad(text, 'neither JOB_COMPLETION_INDEX nor SLURM_ARRAY_TASK_ID is set', forms)
  }
  const whole = count ?? (kubernetes === undefined ? wholeNumber(env.SLURM_ARRAY_TASK_COUNT) : undefined)
  if (whole === undefined) throw bad(text, 'nothing says how many parts there are', 'Write auto/N.')
  if (!Number.isInteger(index) || index < 0 || index >= whole)
    throw bad(text, `the environment names part ${index} (from 0) of ${whole}`, 'Check the number of tasks.')
  return { index, count: whole }
}

/**
 * The value of --shard: `I/N`, counted from 1 as by test runners; `auto/N` or `auto`, where JOB_COMPLETION_INDEX
 * (Kubernetes, from 0) or SLURM_ARRAY_TASK_ID says which part this process has.
 *
 * @throws UserError for anything else
 */
export function parseShard(text: string, env: ShardEnvironment): Shard {
  const [, part = '', of] = /^(auto|\d{1,7})(?:\/(\d{1,7}))?$/.exec(text.trim().toLowerCase()) ?? []
  const count = wholeNumber(of)
  if (part === '' || count === 0 || (count ?? 1) > mostShards) throw bad(text, 'no part of a list', forms)
  if (part === 'auto') return fromEnvironment(text, count, env)
  const number = Number(part)
  if (count === undefined || number < 1 || number > count) throw bad(text, 'no part of a list', forms)
  return { index: number - 1, count }
}

/** Whether a target, by its place in the list from 0, belongs to the part. */
export function isMine(place: number, { index, count }: Shard): boolean {
  return place % count === index
}
