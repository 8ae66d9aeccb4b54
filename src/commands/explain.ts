import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { explain, listCatalogue } from '../app/explain.js'
import { BaseCommand } from '../cli/base-command.js'
import { wantsLinks } from '../cli/links.js'
import { type Forms, writeDocument } from '../cli/output.js'
import { type ExplanationDocument, UserError } from '../model/index.js'

const forms: Forms<ExplanationDocument> = {
  txt: async () => (await import('../render/explanation-text.js')).explanationText,
}

/** mailadvise explain */
export default class Explain extends BaseCommand {
  static override summary = 'Explain any id that the program prints; without ID, say which kinds there are.'

  static override description = [
    'ID is a finding, a capability as a server announces it, a response code of a refusal, a rule, a comparison row, a question, a set-up or a scenario.',
    'An id that several kinds have is explained for each.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> explain cert-expired',
    '<%= config.bin %> explain IDLE',
    '<%= config.bin %> explain pop-leave-on-server',
    '<%= config.bin %> explain --list finding',
  ]

  static override args = {
    id: Args.string({ name: 'id', description: 'What to explain.', ignoreStdin: true }),
  }

  static override flags = {
    list: Flags.string({
      summary: 'List all ids of one kind; mailadvise explain alone names the kinds.',
      helpValue: 'KIND',
    }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain)
    if (args.id !== undefined && flags.list !== undefined) {
      throw new UserError('usage', '--list lists a kind, so there can be no id', {
        hint: `Leave out --list or ${args.id}.`,
      })
    }
    const document = args.id === undefined ? listCatalogue(flags.list) : explain(args.id)
    const view = { ...this.view, links: await wantsLinks(process.env, process.stdout) }
    await writeDocument(document, forms, { form: flags.json ? 'json' : 'txt', view })
  }
}
