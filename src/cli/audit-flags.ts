import * as Flags from '@oclif/core/flags'
import { listForms } from '../app/audit/target-list.js'
import { UserError } from '../model/index.js'
import { identityFlags, networkFlags, probeFlags } from './flags.js'

const { timeout, security, deep, gentle } = probeFlags

/** Flags of `audit` alone, and those of a probe without a sign-in. */
export const auditFlags = {
  input: Flags.string({
    summary: 'How FILE is written; without it the ending of its name says so.',
    helpValue: listForms.join('|'),
  }),
  column: Flags.string({
    summary:
      'Column of the table by its name or its number from 1, or field of the object; without it "target".',
    helpValue: 'NAME|N',
  }),
  'no-header': Flags.boolean({ summary: 'The first row of the table is a target too.' }),
  concurrency: Flags.string({ summary: 'Targets at the same time.', helpValue: 'N', default: '16' }),
  'per-host': Flags.string({
    summary: 'Targets at the same time on one host; others go first.',
    helpValue: 'N',
    default: '2',
  }),
  rate: Flags.string({ summary: 'Begin at most so many targets per second, in all.', helpValue: 'N' }),
  shard: Flags.string({
    summary:
      'Take only part I of N, without it all; auto: the part that Kubernetes or Slurm gave this process.',
    helpValue: 'I/N|auto/N',
  }),
  out: Flags.string({
    summary:
      'Write the records to this new .ndjson file; with --summary, the summary as well: .json, .txt, .md, .html.',
    helpValue: 'FILE',
  }),
  resume: Flags.boolean({ summary: 'Continue the --out file: what has its record is not looked at again.' }),
  full: Flags.boolean({ summary: 'Keep the whole diagnosis in each record.' }),
  summary: Flags.boolean({ summary: 'Only sum up the records in FILE, without any network.' }),
  ...identityFlags,
  ...networkFlags,
  ...{ timeout, security, deep, gentle },
}

/** The values of these flags as oclif parses them. */
export interface AuditFlagValues {
  json: boolean
  'fail-on': string
  input?: string | undefined
  column?: string | undefined
  'no-header': boolean
  concurrency: string
  'per-host': string
  rate?: string | undefined
  shard?: string | undefined
  out?: string | undefined
  resume: boolean
  full: boolean
  summary: boolean
  redact: boolean
  'keep-identities': boolean
  'ca-file'?: string[] | undefined
  'connect-to'?: string[] | undefined
  'dns-server'?: string[] | undefined
  timeout: string
  security?: string | undefined
  deep: boolean
  gentle: boolean
}

const mostAtOnce = 1_000

/** The value of --concurrency or --per-host. */
export function parseCount(flag: string, text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= mostAtOnce) return value
  throw new UserError('bad-value', `--${flag} wants a number from 1 to ${mostAtOnce}, not "${text}"`)
}

/** Targets per second of --rate; a fraction is slower than one. */
export function parseRate(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0
  if (value >= 0.001 && value <= 10_000) return value
  throw new UserError('bad-value', `--rate wants targets per second from 0.001 to 10000, not "${text}"`)
}
