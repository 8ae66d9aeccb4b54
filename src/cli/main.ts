import './debug-output.js'
import { fileURLToPath } from 'node:url'
import { Config } from '@oclif/core/config'
import { run } from '@oclif/core/run'
import { nearest } from '../app/nearest.js'
import { printableTarget } from '../app/targets.js'
import { UserError } from '../model/index.js'
import { asksForJson } from './base-command.js'
import { flagName, reportFailure } from './failure.js'
import { welcome } from './welcome.js'

function looksLikeTarget(word: string): boolean {
  return /[.@]|:\/\//.test(word) || word === 'demo'
}

function unknownCommand(word: string, known: readonly string[]): UserError {
  if (looksLikeTarget(word)) {
    const target = printableTarget(word)
    return new UserError('unknown-command', `"${target}" is not a command`, {
      hint: `To look at a server: mailadvise diagnose ${target}`,
    })
  }
  const near = nearest(word, known)
  return new UserError('unknown-command', `Unknown command "${word}"`, {
    hint: near === undefined ? `Commands: ${known.join(', ')}.` : `Did you mean "${near}"?`,
  })
}

function unknownGlobalFlag(word: string): UserError {
  return new UserError('usage', `Unknown flag ${flagName(word)}`, {
    hint: 'Flags stand after a command; on their own there are only --help and --version.',
  })
}

/** The first word where it could be a command; a target or flag in its place may hold a password. */
function commandWord([word = '']: readonly string[]): string {
  return /^[a-z][a-z-]*$/i.test(word) ? word : ''
}

/** `help`, `help COMMAND` and -h are what other programs have; here --help does the work. */
function withPlainHelp(argv: readonly string[]): string[] {
  if (argv[0] === 'help') return [...argv.slice(1), '--help']
  const end = argv.indexOf('--')
  return argv.map((word, index) => (word === '-h' && (end === -1 || index < end) ? '--help' : word))
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).includes('--help')
}

async function runCommand(typed: readonly string[], from: string): Promise<void> {
  const argv = withPlainHelp(typed)
  const config = await Config.load(fileURLToPath(from))
  const [first = '', ...rest] = argv
  const global = ['--help', '--version'].includes(first)
  if (!global && !config.commandIDs.includes(first)) {
    throw first.startsWith('-') ? unknownGlobalFlag(first) : unknownCommand(first, config.commandIDs)
  }
  // run() knows help and version; but it would take a stray argument for a part of the command's name.
  if (global || asksForHelp(argv)) await run(argv, config)
  else await config.runCommand(first, rest)
}

/**
 * Runs the command that argv names. Commands tell their own errors; what arrives here never reached a command.
 *
 * @param from file URL of the entry point, by which oclif finds package.json and the commands
 */
export async function main(argv: readonly string[], from: string): Promise<void> {
  const context = { command: commandWord(argv), json: asksForJson(argv) }
  const tell = (error: unknown) => {
    reportFailure(error, context)
    process.exit() // the program is in an unknown state; the exit code is set
  }
  process.on('uncaughtException', tell)
  process.on('unhandledRejection', tell)
  if (argv.length === 0) {
    process.stdout.write(welcome)
    return
  }
  try {
    await runCommand(argv, from)
  } catch (error) {
    reportFailure(error, context)
  }
}
