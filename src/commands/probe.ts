import * as Args from '@oclif/core/args'
import { probe } from '../app/probe.js'
import { probeExitCode } from '../app/probe-exit-code.js'
import { readStoredProbe } from '../app/stored-probe.js'
import { BaseCommand } from '../cli/base-command.js'
import { identitiesFrom, identityFlags, noInputFlag, outFlagFor, probeFlags } from '../cli/flags.js'
import { exitCodeOr } from '../cli/interrupt.js'
import { checkOut, type Forms, writeDocument } from '../cli/output.js'
import { checkTargetFlags, type ProbeFlagValues, probeRequest } from '../cli/probe-request.js'
import { watchProbe } from '../cli/watch-probe.js'
import type { ProbeDocument } from '../model/index.js'

const forms: Forms<ProbeDocument> = {
  txt: async () => (await import('../render/probe-text.js')).probeText,
  html: async () => (await import('../render/html/probe.js')).probeHtml,
}

/** mailadvise probe */
export default class Probe extends BaseCommand {
  static override summary = 'Show what the servers of one account offer: TLS, capabilities explained.'

  static override description = [
    'TARGET is you@example.com (its servers are found first), mail.example.com (the four standard ports), mail.example.com:993, imaps://mail.example.com, imap:// (STARTTLS), pops://, pop:// (STLS), or demo for an embedded server.',
    'Nothing on the server is changed and no message is read.',
    'Exit code: 0 when an endpoint can be used, 1 when none can, 2 for bad input, 3 when this machine is at fault.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> probe demo',
    '<%= config.bin %> probe mail.example.com',
    '<%= config.bin %> probe imaps://mail.example.com pops://mail.example.com --json',
    '<%= config.bin %> probe mx.example.com --connect-to mx.example.com:993:[::1]:993',
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
    ...probeFlags,
    'no-input': noInputFlag,
    out: outFlagFor('.json', '.txt', '.html'),
    ...identityFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Probe)
    const targets = args.target ?? []
    checkOut(flags.out, forms)
    const identities = identitiesFrom(flags, targets)
    checkTargetFlags(targets, flags)
    const document = await this.documentFor(targets, flags)
    const form = flags.json ? 'json' : 'txt'
    await writeDocument(document, forms, { form, view: this.view, out: flags.out, identities })
    process.exitCode = exitCodeOr(probeExitCode(document), document, flags)
  }

  private async documentFor(targets: string[], flags: ProbeFlagValues): Promise<ProbeDocument> {
    if (flags.from !== undefined) return readStoredProbe(flags.from)
    const request = await probeRequest(flags)
    return watchProbe((watch) => probe(targets, { ...request, ...watch }), flags)
  }
}
