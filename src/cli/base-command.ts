import { Command } from '@oclif/core/command'
import type { RenderOptions } from '../render/page.js'
import { wantsColour } from './colour.js'
import { reportFailure } from './failure.js'
import { jsonFlag } from './flags.js'
import { outputWidth } from './width.js'

/** Whether an argv asks for a JSON document; looked at before parsing, because parsing itself may fail. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const flags = end === -1 ? argv : argv.slice(0, end)
  return flags.some(
    (word, index) =>
      word === '--json' || word === '--format=json' || (word === '--format' && flags[index + 1] === 'json'),
  )
}

/**
 * What all commands share. A command writes its document by output.ts and sets process.exitCode; whatever it throws is
 * told here. oclif's own JSON mode stays off: on an error it prints argv and every flag with its value.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = { json: jsonFlag }

  /** How to render for stdout. */
  protected get view(): RenderOptions {
    return {
      width: outputWidth(process.env, process.stdout),
      colour: wantsColour(process.env, process.stdout),
    }
  }

  /** Flag names of this command, for the nearest one to a mistyped flag. */
  private get flagNames(): string[] {
    return [...Object.keys({ ...this.ctor.flags, ...this.ctor.baseFlags }), 'help']
  }

  protected override async catch(error: Error): Promise<void> {
    this.parsed = true // else oclif warns about a command that failed before it parsed
    reportFailure(error, {
      command: this.id ?? '',
      json: asksForJson(this.argv),
      knownFlags: this.flagNames,
    })
  }

  /** Never used, since oclif's JSON mode is off; kept harmless, because the original prints everything it has. */
  protected override toErrorJson(): unknown {
    return {}
  }
}
