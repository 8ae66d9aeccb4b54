import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { failLevels } from '../app/diagnose.js'
import { auditFlags } from '../cli/audit-flags.js'
import { BaseCommand } from '../cli/base-command.js'

/** mailadvise audit */
export default class Audit extends BaseCommand {
  static override summary = 'Diagnose many targets: a record for each, resumable, in parts, summed up.'

  static override description = [
    'FILE holds one target on each line (blank lines and lines that begin with # are left out), a table (.csv), or JSON on each line (.ndjson: a text, or an object with the field "target"); - is standard input. A target is what diagnose takes. Nobody signs in: one password does not fit many accounts.',
    'Each target becomes one record, written as a whole line as soon as it is finished: to standard output, or with --out to a file, which --resume continues after whatever ended the run. A line that is no target becomes a record that says so. A target that stands there twice is looked at twice.',
    '--per-host tells hosts by their address, so that the many names of one machine are one host; a mail address counts for its domain.',
    'Exit code: 0 when nothing at or above --fail-on was found anywhere, 1 when something was or a line is no usable target, 2 for bad input, 3 when this machine is at fault for some, 70 when a record tells of a bug, 130 when interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> audit targets.txt --out records.ndjson',
    '<%= config.bin %> audit targets.txt --out records.ndjson --resume',
    '<%= config.bin %> audit customers.csv --column mailhost --rate 20 --out r.ndjson',
    '<%= config.bin %> audit targets.txt --shard 1/4 --concurrency 50 --out 1.ndjson',
    '<%= config.bin %> audit --summary *.ndjson --out report.html',
  ]

  static override args = {
    file: Args.string({
      name: 'file',
      multiple: true,
      ignoreStdin: true,
      description: 'List of targets; with --summary, files of records. - is standard input.',
    }),
  }

  static override flags = {
    'fail-on': Flags.string({
      summary: 'Exit with 1 from this severity on.',
      helpValue: failLevels.join('|'),
      default: 'blocker',
    }),
    ...auditFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Audit)
    const files = args.file ?? []
    // Each loads only what it needs: a summary has no use for the network.
    process.exitCode = flags.summary
      ? await (await import('../cli/audit-summary.js')).summariseRecords(files, flags, this.view)
      : await (await import('../cli/audit.js')).runAudit(files, flags, this.view)
  }
}
