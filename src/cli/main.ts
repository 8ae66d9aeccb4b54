import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Config } from '@oclif/core/config'
import { nearest } from '../app/nearest.js'
import { printableTarget } from '../app/targets.js'
import { UserError } from '../model/index.js'
import { asksForJson, asksForPlugin, type BaseCommand } from './base-command.js'
import { flagName, reportFailure } from './failure.js'
import { QuickConfig } from './quick-config.js'

/** What a file in the folder of commands exports. */
type CommandClass = (new (argv: string[], config: Config) => BaseCommand) & Pick<typeof BaseCommand, 'start'>

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

/** Each file in the folder of commands is one, as oclif has it. */
function commandsIn(folder: URL): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => name.slice(0, -'.cjs'.length))
    .sort()
}

async function showHelp(argv: string[], config: Config): Promise<void> {
  const { run } = await import('@oclif/core/run')
  await config.load()
  await run(argv, config)
}

async function runCommand(typed: readonly string[], root: URL): Promise<void> {
  const argv = withPlainHelp(typed)
  const folder = new URL('dist/program/commands/', root)
  const commands = commandsIn(folder)
  const [first = '', ...rest] = argv
  const global = ['--help', '--version'].includes(first)
  if (!global && !commands.includes(first)) {
    throw first.startsWith('-') ? unknownGlobalFlag(first) : unknownCommand(first, commands)
  }
  const config = new QuickConfig(root)
  // run() knows help and version; but it would take a stray argument for a part of the command's name.
  if (global || asksForHelp(argv)) return showHelp(argv, config)
  const { default: command } = createRequire(folder)(`./${first}.cjs`) as { default: CommandClass }
  await command.start(first, rest, config)
}

/**
 * Runs the command that argv names. Commands tell their own errors; what arrives here never reached a command.
 *
 * @param root URL of the folder with package.json
 */
export async function main(argv: readonly string[], root: URL): Promise<void> {
  const context = { command: commandWord(argv), json: asksForJson(argv), plugin: asksForPlugin(argv) }
  const tell = (error: unknown) => {
    reportFailure(error, context)
    process.exit() // the program is in an unknown state; the exit code is set
  }
  process.on('uncaughtException', tell)
  process.on('unhandledRejection', tell)
  try {
    await runCommand(argv, root)
  } catch (error) {
    reportFailure(error, context)
  }
}
