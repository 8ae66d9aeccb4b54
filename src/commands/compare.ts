import * as Flags from '@oclif/core/flags'
import { compare, topics } from '../app/compare.js'
import { BaseCommand } from '../cli/base-command.js'
import { outFlagFor, parseChoice } from '../cli/flags.js'
import { checkOut, type Form, type Forms, writeDocument } from '../cli/output.js'
import { type ComparisonDocument, UserError } from '../model/index.js'

const formats = { table: 'txt', markdown: 'md', csv: 'csv', json: 'json' } as const satisfies Record<
  string,
  Form
>
const formatNames = Object.keys(formats) as (keyof typeof formats)[]

const forms: Forms<ComparisonDocument> = {
  txt: async () => (await import('../render/comparison-table.js')).comparisonTable,
  md: async () => (await import('../render/comparison-markdown.js')).comparisonMarkdown,
  csv: async () => (await import('../render/comparison-csv.js')).comparisonCsv,
}

function formFor({ json, format }: { json: boolean; format?: string | undefined }): Form {
  const name = parseChoice('format', format ?? (json ? 'json' : 'table'), formatNames)
  if (!json || name === 'json') return formats[name]
  throw new UserError('usage', `--json and --format ${name} exclude each other`, {
    hint: 'Leave out one; --out FILE writes a second form.',
  })
}

/** mailadvise compare */
export default class Compare extends BaseCommand {
  static override summary = 'Print the POP versus IMAP comparison table that the advice rests on.'

  static override examples = [
    '<%= config.bin %> compare',
    '<%= config.bin %> compare --topic devices --topic connectivity',
    '<%= config.bin %> compare --format markdown',
    '<%= config.bin %> compare --out comparison.csv',
  ]

  static override flags = {
    topic: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only this topic; all unless said otherwise. Repeatable.',
      helpValue: topics.join('|'),
    }),
    format: Flags.string({
      summary: 'Form of the output; table unless said otherwise.',
      helpValue: formatNames.join('|'),
    }),
    out: outFlagFor('.json', '.txt', '.md', '.csv'),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parse(Compare)
    const form = formFor(flags)
    checkOut(flags.out, forms)
    await writeDocument(compare(flags.topic ?? []), forms, { form, view: this.view, out: flags.out })
  }
}
