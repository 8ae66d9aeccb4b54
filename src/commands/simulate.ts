import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { listCatalogue } from '../app/explain.js'
import { simulate } from '../app/simulate.js'
import { BaseCommand } from '../cli/base-command.js'
import { reportFailure } from '../cli/failure.js'
import { parseSeconds, watchSignals } from '../cli/lifetime.js'
import { type Forms, writeDocument } from '../cli/output.js'
import { createProgress } from '../cli/progress.js'
import { type ExplanationDocument, type SimulationDocument, UserError } from '../model/index.js'

const forms: Forms<SimulationDocument> = {
  txt: async () => (await import('../render/simulation-text.js')).simulationText,
}

const listForms: Forms<ExplanationDocument> = {
  txt: async () => (await import('../render/explanation-text.js')).explanationText,
}

/** mailadvise simulate */
export default class Simulate extends BaseCommand {
  static override summary = 'Run a mail server on this machine that behaves or misbehaves as named.'

  static override description = [
    'It listens on 127.0.0.1 only, on ports that the system chooses, and says how to reach it once it is ready. With --json that is one JSON document, and the process goes on.',
    'Exit code: 0 when the time of --for is over, 130 when it was ended by Ctrl-C (SIGINT), SIGTERM or SIGHUP, 2 for bad input. Nothing is left behind.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> simulate expired-certificate',
    '<%= config.bin %> simulate demo --for 60 --json',
    '<%= config.bin %> simulate --list',
  ]

  static override args = {
    scenario: Args.string({ name: 'scenario', description: 'Id of a scenario.', ignoreStdin: true }),
  }

  static override flags = {
    list: Flags.boolean({ summary: 'List the scenarios.' }),
    for: Flags.string({ summary: 'End after this time; without it, at Ctrl-C.', helpValue: 'SECONDS' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Simulate)
    const form = flags.json ? 'json' : 'txt'
    if (flags.list) {
      await writeDocument(listCatalogue('scenario'), listForms, { form, view: this.view })
      return
    }
    if (args.scenario === undefined) {
      throw new UserError('usage', 'No scenario was given', {
        hint: 'For example mailadvise simulate demo; see all with --list.',
      })
    }
    await this.serve(args.scenario, form, flags.for === undefined ? undefined : parseSeconds(flags.for))
  }

  private async serve(scenario: string, form: 'json' | 'txt', seconds: number | undefined): Promise<void> {
    const lifetime = watchSignals()
    // Making certificates takes a while where keys are long.
    const progress = createProgress(process.stderr, process.env)
    progress.update('Starting the servers ...')
    const running = await simulate(scenario, seconds).finally(() => progress.stop())
    // From here on stdout has its document: what goes wrong now is told on stderr alone.
    try {
      await writeDocument(running.document, forms, { form, view: this.view })
      process.exitCode = await lifetime.over(seconds)
      await running.close()
    } catch (error) {
      reportFailure(error, { command: 'simulate', json: false })
    }
  }
}
