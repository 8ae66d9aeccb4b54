import { repeatCommand } from '../app/recommend.js'
import { printableTarget } from '../app/targets.js'
import type { Answers } from '../model/index.js'
import { commandLine } from '../render/shell-quote.js'
import { probeFlags } from './flags.js'

/**
 * The flags of a run, besides its answers, that change what comes out. Never a secret: there is no flag for one. Nor a
 * command that prints one: its text may hold the way to it.
 */
export interface RepeatableFlags {
  from?: string | undefined
  timeout?: string | undefined
  security?: string | undefined
  'connect-to'?: string[] | undefined
  'ca-file'?: string[] | undefined
  'dns-server'?: string[] | undefined
  deep?: boolean | undefined
  gentle?: boolean | undefined
  verbose?: boolean | undefined
  user?: string | undefined
  'password-stdin'?: boolean | undefined
  'password-file'?: string | undefined
  try?: string | undefined
  'accept-host'?: string[] | undefined
  'all-questions'?: boolean | undefined
  json?: boolean | undefined
  out?: string | undefined
  redact?: boolean | undefined
  'keep-identities'?: boolean | undefined
}

/** Why a command line is told. */
export interface Repetition {
  /** A finished run that left questions open: the repetition must not ask them again. */
  askNoMore?: boolean
  /** With the flags that only say where the result goes: for a person who goes on, not for a document. */
  withForm?: boolean
}

const contentFlags = [
  'from',
  'timeout',
  'security',
  'connect-to',
  'ca-file',
  'dns-server',
  'deep',
  'gentle',
  'verbose',
  'user',
  'password-stdin',
  'password-file',
  'try',
  'accept-host',
  'all-questions',
] as const satisfies readonly (keyof RepeatableFlags)[]

const formFlags = [
  'json',
  'out',
  'redact',
  'keep-identities',
] as const satisfies readonly (keyof RepeatableFlags)[]

function wordsOf(name: keyof RepeatableFlags, value: RepeatableFlags[keyof RepeatableFlags]): string[] {
  if (value === undefined || value === false) return []
  if (value === true) return [`--${name}`]
  if (name === 'timeout' && value === probeFlags.timeout.default) return []
  return [value].flat().flatMap((one) => [`--${name}`, one])
}

/** The command line that repeats a run, to be pasted into a shell. */
export function repeatLine(
  answers: Answers,
  targets: readonly string[],
  flags: RepeatableFlags,
  { askNoMore = false, withForm = false }: Repetition = {},
): string {
  const names = withForm ? [...contentFlags, ...formFlags] : contentFlags
  const words = repeatCommand(answers, targets.map(printableTarget))
  const flagWords = names.flatMap((name) => wordsOf(name, flags[name]))
  return commandLine([...words, ...flagWords, ...(askNoMore ? ['--no-input'] : [])])
}
