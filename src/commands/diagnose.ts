import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { diagnose, diagnoseExitCode, type FailLevel, failLevels, judge } from '../app/diagnose.js'
import { alarms, monitorState } from '../app/monitoring.js'
import { probeExitCode } from '../app/probe-exit-code.js'
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
import { checkOut, type Form, type Forms, writeDocument } from '../cli/output.js'
import { checkTargetFlags, type ProbeFlagValues, probeRequest } from '../cli/probe-request.js'
import { watchProbe } from '../cli/watch-probe.js'
import { type DiagnosisDocument, exitCodes, monitorExitCodes, UserError } from '../model/index.js'

const formats = {
  text: 'txt',
  markdown: 'md',
  json: 'json',
  nagios: 'nagios',
  openmetrics: 'prom',
} as const satisfies Record<string, Form>
const formatNames = Object.keys(formats) as (keyof typeof formats)[]

function formFor({ json, format }: { json: boolean; format?: string | undefined }): Form {
  const name = parseChoice('format', format ?? (json ? 'json' : 'text'), formatNames)
  if (!json || name === 'json') return formats[name]
  throw new UserError('usage', `--json and --format ${name} exclude each other`, {
    hint: 'Leave out one; --out FILE writes a second form.',
  })
}

function isConclusive(document: DiagnosisDocument): boolean {
  return document.request.interrupted !== true && probeExitCode(document) !== exitCodes.inconclusive
}

/** The forms of a diagnosis; what a monitor is told depends on the fail level. */
function formsFor(failOn: FailLevel): Forms<DiagnosisDocument> {
  return {
    txt: async () => (await import('../render/diagnosis-text.js')).diagnosisText,
    md: async () => (await import('../render/findings-markdown.js')).findingsMarkdown,
    html: async () => (await import('../render/html/diagnosis.js')).diagnosisHtml,
    prom: async () => {
      const { openMetrics } = await import('../render/openmetrics.js')
      return (document) => openMetrics(document, { conclusive: isConclusive(document) })
    },
    nagios: async () => {
      const { nagiosText } = await import('../render/nagios.js')
      return (document) =>
        nagiosText(document, { state: monitorState(document, failOn), alarms: alarms(failOn) })
    },
  }
}

/** mailadvise diagnose */
export default class Diagnose extends BaseCommand {
  static override summary = 'Say what is wrong with the servers of one account: cause, evidence, fix.'

  static override description = [
    'TARGET is you@example.com (its servers are found first), mail.example.com (the four standard ports), mail.example.com:993, imaps://mail.example.com, imap:// (STARTTLS), pops://, pop:// (STLS), or demo for an embedded server.',
    'Severities: blocker (cannot get mail), exposure (mail or password can be read by others), degraded (works with a loss), note. What only follows from another finding stands under it.',
    'Nothing on the server is changed and no message is read.',
    '--format nagios answers as a monitoring plugin does: status line, performance data, and its own exit codes 0 OK, 1 WARNING, 2 CRITICAL (from --fail-on on), 3 UNKNOWN (also for bad input). --format openmetrics prints metrics that the textfile collector of the Prometheus node exporter takes; --out FILE.prom replaces its file in one step.',
    'Exit code: 0 when nothing at or above --fail-on was found, 1 when something was, 2 for bad input, 3 when this machine is at fault.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> diagnose demo',
    '<%= config.bin %> diagnose mail.example.com --user you@example.com',
    '<%= config.bin %> diagnose imaps://mail.example.com --fail-on exposure --json',
    '<%= config.bin %> diagnose mail.example.com --out ticket.md',
    '<%= config.bin %> diagnose mail.example.com --out report.html',
    '<%= config.bin %> diagnose mail.example.com --fail-on exposure --format nagios',
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
      summary: 'Exit with 1 from this severity on; never: whatever was found.',
      helpValue: failLevels.join('|'),
      default: 'blocker',
    }),
    ...probeFlags,
    'no-input': noInputFlag,
    format: Flags.string({
      summary: 'Form of the output; text unless said otherwise.',
      helpValue: formatNames.join('|'),
    }),
    out: outFlagFor('.json', '.txt', '.md', '.html', '.prom'),
    ...identityFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Diagnose)
    const targets = args.target ?? []
    const failOn = parseChoice('fail-on', flags['fail-on'], failLevels)
    const form = formFor(flags)
    const forms = formsFor(failOn)
    checkOut(flags.out, forms)
    const identities = identitiesFrom(flags, targets)
    checkTargetFlags(targets, flags)
    const document = await this.documentFor(targets, flags)
    await writeDocument(document, forms, { form, view: this.view, out: flags.out, identities })
    process.exitCode =
      form === 'nagios'
        ? monitorExitCodes[monitorState(document, failOn)]
        : exitCodeOr(diagnoseExitCode(document, failOn), document, flags)
  }

  private async documentFor(targets: string[], flags: ProbeFlagValues): Promise<DiagnosisDocument> {
    if (flags.from !== undefined) return judge(await readStoredProbe(flags.from))
    const request = await probeRequest(flags)
    return watchProbe((watch) => diagnose(targets, { ...request, ...watch }), flags)
  }
}
