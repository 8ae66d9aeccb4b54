import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { diagnose, diagnoseExitCode, failLevels, judge } from '../app/diagnose.js'
import { readStoredProbe } from '../app/stored-probe.js'
import { BaseCommand } from '../cli/base-command.js'
import {
  identitiesFrom,
  identityFlags,
  noInputFlag,
  outFlagFor,
  parseChoice,
  probeFlags,
} from '../cli/flags.js'
import { exitCodeOr } from '../cli/interrupt.js'
import { checkOut, type Forms, writeDocument } from '../cli/output.js'
import { checkTargetFlags, type ProbeFlagValues, probeRequest } from '../cli/probe-request.js'
import { watchProbe } from '../cli/watch-probe.js'
import type { DiagnosisDocument } from '../model/index.js'

const forms: Forms<DiagnosisDocument> = {
  txt: async () => (await import('../render/diagnosis-text.js')).diagnosisText,
  md: async () => (await import('../render/findings-markdown.js')).findingsMarkdown,
  html: async () => (await import('../render/html/diagnosis.js')).diagnosisHtml,
}

/** mailadvise diagnose */
export default class Diagnose extends BaseCommand {
  static override summary =
    'Say what is wrong with the servers of one account: the first cause, the evidence, the fix.'

  static override description = [
    'TARGET is you@example.com (its servers are found first), mail.example.com (the four standard ports), mail.example.com:993, imaps://mail.example.com, imap:// (STARTTLS), pops://, pop:// (STLS), or demo for an embedded server.',
    'Severities: blocker (cannot get mail), exposure (mail or password can be read by others), degraded (works with a loss), note. What only follows from another finding stands under it.',
    'Nothing on the server is changed and no message is read.',
    'Exit code: 0 when nothing at or above --fail-on was found, 1 when something was, 2 for bad input, 3 when this machine is at fault.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> diagnose demo',
    '<%= config.bin %> diagnose mail.example.com --user you@example.com',
    '<%= config.bin %> diagnose imaps://mail.example.com --fail-on exposure --json',
    '<%= config.bin %> diagnose mail.example.com --out ticket.md',
    '<%= config.bin %> diagnose mail.example.com --out report.html',
    '<%= config.bin %> diagnose --from probe.json',
  ]

  static override args = {
    target: Args.string({
      name: 'target',
      multiple: true,
      ignoreStdin: true,
      description: 'Address or servers of one account.',
    }),
  }

  static override flags = {
    'fail-on': Flags.string({
      summary: 'Exit with 1 from this severity on.',
      helpValue: failLevels.join('|'),
      default: 'blocker',
    }),
    ...probeFlags,
    'no-input': noInputFlag,
    out: outFlagFor('.json', '.txt', '.md', '.html'),
    ...identityFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Diagnose)
    const targets = args.target ?? []
    const failOn = parseChoice('fail-on', flags['fail-on'], failLevels)
    checkOut(flags.out, forms)
    const identities = identitiesFrom(flags, targets)
    checkTargetFlags(targets, flags)
    const document = await this.documentFor(targets, flags)
    const form = flags.json ? 'json' : 'txt'
    await writeDocument(document, forms, { form, view: this.view, out: flags.out, identities })
    process.exitCode = exitCodeOr(diagnoseExitCode(document, failOn), document, flags)
  }

  private async documentFor(targets: string[], flags: ProbeFlagValues): Promise<DiagnosisDocument> {
    if (flags.from !== undefined) return judge(await readStoredProbe(flags.from))
    const request = await probeRequest(flags)
    return watchProbe((watch) => diagnose(targets, { ...request, ...watch }), flags)
  }
}
