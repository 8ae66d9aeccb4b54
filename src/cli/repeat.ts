import { repeatCommand } from '../app/recommend.js'
import { printableTarget } from '../app/targets.js'
import type { Answers } from '../model/index.js'
import { commandLine } from './shell-quote.js'

/** The flags of a run, besides its answers, that change what comes out. Never a secret: there is no flag for one. */
export interface RepeatableFlags {
  from?: string | undefined
  security?: string | undefined
  'connect-to'?: string[] | undefined
  'ca-file'?: string[] | undefined
  user?: string | undefined
}

function flagWords(flags: RepeatableFlags): string[] {
  const names = ['from', 'security', 'connect-to', 'ca-file', 'user'] as const
  return names.flatMap((name) => [flags[name] ?? []].flat().flatMap((value) => [`--${name}`, value]))
}

/**
 * The command line that repeats a run, to be pasted into a shell.
 *
 * @param askNoMore for a finished run that left questions open: the repetition must not ask them again
 */
export function repeatLine(
  answers: Answers,
  targets: readonly string[],
  flags: RepeatableFlags,
  askNoMore: boolean,
): string {
  const words = [...repeatCommand(answers, targets.map(printableTarget)), ...flagWords(flags)]
  return commandLine(askNoMore ? [...words, '--no-input'] : words)
}
