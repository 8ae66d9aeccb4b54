import { Command } from '@oclif/core/command'
import type { Config } from '@oclif/core/config'
import { UserError } from '../model/index.js'
import type { RenderOptions } from '../render/page.js'
import { wantsColour } from './colour.js'
import { type Mask, reportFailure } from './failure.js'
import { jsonFlag } from './flags.js'
import { identitiesIn } from './identities.js'
import { outputWidth } from './width.js'

function beforeEnd(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}

function asksForFormat(argv: readonly string[], format: string): boolean {
  const flags = beforeEnd(argv)
  return flags.some((word, index) => {
    const [name, value = flags[index + 1]] = word.split('=')
    return name === '--format' && value?.toLowerCase() === format
  })
}

/** Whether an argv asks for a JSON document; looked at before parsing, because parsing itself may fail. */
export function asksForJson(argv: readonly string[]): boolean {
  const flags = beforeEnd(argv)
  return flags.some((word) => word.split('=')[0] === '--json') || asksForFormat(argv, 'json')
}

/** Whether an argv asks for the answer of a monitoring plugin, which has exit codes of its own. */
export function asksForPlugin(argv: readonly string[]): boolean {
  return asksForFormat(argv, 'nagios')
}

/** Refuses --switch=value: oclif would take the value for an argument, such as a target. */
function checkSwitches(argv: readonly string[], isSwitch: (name: string) => boolean): void {
  const wrong = beforeEnd(argv)
    .filter((word) => word.startsWith('--') && word.includes('='))
    .map((word) => word.slice(2, word.indexOf('=')))
    .find(isSwitch)
  if (wrong === undefined) return
  throw new UserError('usage', `--${wrong} takes no value`, {
    hint: `Write --${wrong} alone, or leave it out.`,
  })
}

/**
 * What all commands share. A command writes its document by output.ts and sets process.exitCode; whatever it throws is
 * told here. oclif's own JSON mode stays off: on an error it prints argv and every flag with its value.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = { json: jsonFlag }

  /** Runs the command with the configuration as it is; oclif's own run() would load it once more. */
  static async start(
    this: new (
      argv: string[],
      config: Config,
    ) => BaseCommand,
    id: string,
    argv: string[],
    config: Config,
  ): Promise<void> {
    const command = new this(argv, config)
    command.id = id
    await command._run()
  }

  /** How to render for stdout. */
  protected get view(): RenderOptions {
    return {
      width: outputWidth(process.env, process.stdout),
      colour: wantsColour(process.env, process.stdout),
    }
  }

  protected override async init(): Promise<void> {
    await super.init()
    checkSwitches(this.argv, (name) => this.allFlags[name]?.type === 'boolean')
  }

  private get allFlags(): Record<string, { type: 'boolean' | 'option' }> {
    return { ...this.ctor.flags, ...this.ctor.baseFlags }
  }

  /** Flag names of this command, for the nearest one to a mistyped flag. */
  private get flagNames(): string[] {
    return [...Object.keys(this.allFlags), 'help']
  }

  protected override async catch(error: Error): Promise<void> {
    this.parsed = true // else oclif warns about a command that failed before it parsed
    const mask = await this.maskFor(this.argv)
    reportFailure(error, {
      mask,
      command: this.id ?? '',
      json: asksForJson(this.argv),
      plugin: asksForPlugin(this.argv),
      knownFlags: this.flagNames,
    })
  }

  /** With --redact an error names nobody either; what is masked is what the command line names. */
  private async maskFor(argv: readonly string[]): Promise<Mask | undefined> {
    if (!('redact' in this.allFlags) || !beforeEnd(argv).includes('--redact')) return undefined
    const { redact } = await import('../app/redact.js')
    const identities = identitiesIn(argv)
    return (text) => redact({ text }, identities).text
  }

  /** Never used, since oclif's JSON mode is off; kept harmless, because the original prints everything it has. */
  protected override toErrorJson(): unknown {
    return {}
  }
}
