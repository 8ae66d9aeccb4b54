import * as Flags from '@oclif/core/flags'
import { compare } from '../app/compare.js'
import { BaseCommand } from '../cli/base-command.js'
import { outFlag, parseChoice } from '../cli/flags.js'
import { checkOut, type Form, type Forms, writeDocument } from '../cli/output.js'
import type { ComparisonDocument } from '../model/index.js'

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
      summary: 'Only this topic: devices, connectivity or organisation. Repeatable.',
      helpValue: 'TOPIC',
    }),
    format: Flags.string({ summary: 'Form of the output.', helpValue: formatNames.join('|') }),
    out: outFlag,
  }

  override async run(): Promise<void> {
    const { flags } = await this.parse(Compare)
    const format = parseChoice('format', flags.format ?? (flags.json ? 'json' : 'table'), formatNames)
    checkOut(flags.out, forms)
    const form = flags.json ? 'json' : formats[format]
    await writeDocument(compare(flags.topic ?? []), forms, { form, view: this.view, out: flags.out })
  }
}
