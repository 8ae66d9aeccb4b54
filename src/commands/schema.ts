import * as Args from '@oclif/core/args'
import { anyDocumentSchema, schemaEntries, standaloneSchema } from '../app/schema.js'
import { BaseCommand } from '../cli/base-command.js'
import { json } from '../render/json.js'
import { schemaList } from '../render/schema-list.js'

/** mailadvise schema */
export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of a kind of document; without KIND, list the kinds.'

  static override description =
    'With --json and no KIND it prints one schema that every document of the program fulfils.'

  static override examples = [
    '<%= config.bin %> schema',
    '<%= config.bin %> schema recommendation',
    '<%= config.bin %> schema --json',
  ]

  static override args = {
    kind: Args.string({ name: 'kind', description: 'Kind of document or of data file.', ignoreStdin: true }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Schema)
    process.stdout.write(this.textFor(args.kind, flags.json))
  }

  private textFor(kind: string | undefined, asJson: boolean): string {
    if (kind !== undefined) return json(standaloneSchema(kind.toLowerCase()))
    return asJson ? json(anyDocumentSchema()) : schemaList(schemaEntries(), this.view)
  }
}
