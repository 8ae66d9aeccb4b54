import { nearest } from '../app/nearest.js'
import { printableTarget } from '../app/targets.js'
import { errorDocument } from '../app/tool.js'
import { type ErrorCode, exitCodes, monitorExitCodes, UserError } from '../model/index.js'
import { json } from '../render/json.js'
import { oneLine } from '../render/sanitise.js'
import { statusLine } from '../render/status-line.js'

/** What is told about an error: nothing but these members, so that argv, flag values and secrets cannot leak. */
export interface Failure {
  code: ErrorCode
  message: string
  hint?: string | undefined
  exitCode: number
}

/** The members of oclif's parse errors that are looked at. Its `parse` member holds argv and is left alone. */
interface ParseError extends Error {
  oclif: { exit?: number }
  flags?: unknown
  args?: unknown
}

function isParseError(error: unknown): error is ParseError {
  return error instanceof Error && 'oclif' in error
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
}

/** Of a mistyped flag what may be shown: the text after "=", and behind a short flag, may be a password. */
export function flagName(typed: string): string {
  return typed.startsWith('--') ? (typed.split('=')[0] ?? typed) : typed.slice(0, 2)
}

function unknownFlag(typed: string, known: readonly string[]): Failure {
  const name = flagName(typed)
  if (/^--pas+(w(or)?d)?$|^-p$/i.test(name)) {
    return usage(
      `There is no ${name} flag: secrets never stand in a command line`,
      'Use --password-stdin, or MAILADVISE_PASSWORD in the environment.',
    )
  }
  const bare = name.replace(/^-+/, '')
  const near = nearest(bare, known)
  return usage(
    `Unknown flag ${name}`,
    near === undefined ? 'See all flags with --help.' : `Did you mean --${near}?`,
  )
}

function usage(message: string, hint?: string): Failure {
  return { code: 'usage', message, hint, exitCode: exitCodes.usage }
}

function fromParseError(error: ParseError, knownFlags: readonly string[]): Failure {
  const [flag] = wordsOf(error.flags)
  if (flag !== undefined) return unknownFlag(flag, knownFlags)
  const [argument] = wordsOf(error.args)
  if (argument !== undefined) {
    return usage(
      `Unexpected argument "${printableTarget(argument)}"`,
      'See what the command takes with --help.',
    )
  }
  const [message = ''] = error.message.split('\n')
  return usage(message.replace(/:$/, ''), 'See --help.')
}

// Wherever an argument is quoted, somebody may have put a login into it: user:password@host.
const login = /([^\s"':@/]+):(?!\/\/)[^\s"']*@/g

/** A text with the password of every login in it taken out: the last guard behind those that quote an argument. */
function withoutLogins(text: string): string {
  return text.replace(login, '$1:...@')
}

function failureOf(error: unknown, knownFlags: readonly string[]): Failure {
  if (error instanceof UserError) return error
  if (isParseError(error)) return fromParseError(error, knownFlags)
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal',
    message: `This is a bug in mailadvise: ${message}`,
    hint: 'Please report it with the output of the same command under DEBUG=mailadvise.',
    exitCode: exitCodes.internal,
  }
}

/**
 * Any error in the terms in which it is told. What is neither the user's nor oclif's is a bug of this program.
 *
 * @param knownFlags names of the command's flags, for the nearest one to a mistyped flag
 */
export function toFailure(error: unknown, knownFlags: readonly string[] = []): Failure {
  const { code, message, hint, exitCode } = failureOf(error, knownFlags)
  return { code, message: withoutLogins(message), hint: hint && withoutLogins(hint), exitCode }
}

/** One line for a person: what happened and what to do next. Breaking off is no error. */
export function failureLine({ code, message, hint }: Failure): string {
  const end = /[.!?]$/.test(message) ? '' : '.'
  const line = oneLine(hint === undefined ? message : `${message}${end} ${hint}`)
  return code === 'interrupted' ? line : `Error: ${line}`
}

/** What a monitor takes from a plugin that could not do its work; a line on stderr would only come in its way. */
function answerUnknown({ message, hint }: Failure): void {
  const end = /[.!?]$/.test(message) ? '' : '.'
  process.stdout.write(
    `${statusLine('UNKNOWN', hint === undefined ? message : `${message}${end} ${hint}`)}\n`,
  )
  process.exitCode = monitorExitCodes.UNKNOWN
}

/** Takes identities out of a text. */
export type Mask = (text: string) => string

function masked(failure: Failure, mask: Mask | undefined): Failure {
  if (mask === undefined) return failure
  return { ...failure, message: mask(failure.message), hint: failure.hint && mask(failure.hint) }
}

/**
 * Tells about an error and sets the exit code: one line on stderr, and with --json one document on stdout.
 * The stack goes to stderr only where DEBUG asks for it.
 */
export function reportFailure(
  error: unknown,
  context: {
    command: string
    json: boolean
    plugin?: boolean
    knownFlags?: readonly string[]
    mask?: Mask | undefined
  },
): void {
  const failure = masked(toFailure(error, context.knownFlags), context.mask)
  if (context.plugin) {
    answerUnknown(failure)
    return
  }
  if (context.json) process.stdout.write(json(errorDocument(context.command, failure)))
  process.stderr.write(`${failureLine(failure)}\n`)
  if (process.env.DEBUG && error instanceof Error && !(error instanceof UserError)) {
    process.stderr.write(`${error.stack}\n`)
  }
  process.exitCode = failure.exitCode
}
