import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { findClient, listSettingsClients, readSetup, settings, settingsClients } from '../app/settings.js'
import { BaseCommand } from '../cli/base-command.js'
import { identitiesFrom, networkFlags, probeFlags, redactFlag, setFlag } from '../cli/flags.js'
import { givenAnswers } from '../cli/given-answers.js'
import { wasInterrupted } from '../cli/interrupt.js'
import { checkPlace, type Identities, withoutIdentities, writeWhole } from '../cli/output.js'
import { checkTargetFlags, probeRequest } from '../cli/probe-request.js'
import { watchProbe } from '../cli/watch-probe.js'
import { exitCodes, type ProbeDocument, type SettingsDocument, UserError } from '../model/index.js'
import { clientList } from '../render/client-list.js'
import { json } from '../render/json.js'
import { oneLine } from '../render/sanitise.js'

const maskedNote = 'The user name is masked: this file is for showing, not for using.'

const clientIds = settingsClients().map(({ id }) => id)

/** mailadvise settings */
export default class Settings extends BaseCommand {
  static override summary = 'Write the settings file of a mail program for a server that was confirmed.'

  static override description = [
    'Looks at the server as probe does, takes the set-up that the answers lead to (or --setup), and prints the file for one mail program: the confirmed endpoint with TLS, what the set-up advises as far as the program has a setting for it, and never a password. Notes on it go to stderr.',
    'With --ca-file the file also tells the program to trust those certificates, where it has a setting for that.',
    'TARGET is you@example.com (its servers are found first), a server of the account (see mailadvise probe --help), or demo. Nobody signs in: --user only names the account in the file.',
    `Mail programs: ${settingsClients()
      .map(({ id, title }) => `${id} (${title})`)
      .join(', ')}.`,
    'Exit code: 0 when the file was written, 1 when no endpoint is confirmed for the set-up (nothing is written), 2 for bad input or a program that cannot do what the set-up asks for, 3 when this machine is at fault.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> settings mail.example.com --for thunderbird --out mail.xml',
    '<%= config.bin %> settings you@example.com --for apple --out mail.mobileconfig',
    '<%= config.bin %> settings you@example.com --for mbsync --set offline-reading=yes',
    '<%= config.bin %> settings you@example.com --for getmail6 --setup pop',
    '<%= config.bin %> settings --from probe.json --for text',
    '<%= config.bin %> settings --list',
  ]

  static override args = {
    target: Args.string({
      name: 'target',
      multiple: true,
      ignoreStdin: true,
      description: 'Address or servers of the account.',
    }),
  }

  static override flags = {
    for: Flags.string({ summary: 'The mail program; they are listed below.', helpValue: 'PROGRAM' }),
    list: Flags.boolean({ summary: 'List the mail programs and what each file can carry.' }),
    user: Flags.string({
      summary: 'User name for the file, where it is not the address; nobody signs in.',
      helpValue: 'NAME',
    }),
    setup: Flags.string({
      summary: 'Take this set-up, whatever the answers lead to; mailadvise explain --list setup names them.',
      helpValue: 'ID',
    }),
    answers: Flags.string({
      summary: 'Answers as JSON from a file, or from stdin (-).',
      helpValue: 'FILE|-',
    }),
    set: setFlag,
    out: Flags.string({
      summary: 'Write the settings to a file as well; the program decides its ending.',
      helpValue: 'FILE',
    }),
    timeout: probeFlags.timeout,
    ...networkFlags,
    security: probeFlags.security,
    gentle: probeFlags.gentle,
    from: probeFlags.from,
    redact: redactFlag,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Settings)
    if (flags.list) return this.printList(flags.json)
    const { for: client, out, user } = flags
    if (client === undefined) {
      throw new UserError('usage', 'Which mail program? --for is missing', {
        hint: `One of ${clientIds.join(', ')}.`,
      })
    }
    findClient(client)
    readSetup(flags.setup)
    if (out !== undefined) checkPlace(out)
    const targets = args.target ?? []
    const identities = identitiesFrom(flags, targets)
    // Nobody signs in here, so the flags for that do not exist; --user is only written into the file.
    const probing = { ...flags, user: undefined, 'password-stdin': false, 'no-input': true }
    checkTargetFlags(targets, probing)
    const request = await probeRequest(probing)
    const answers = await givenAnswers(flags.answers, flags.set ?? [])
    const probe = await this.probeOf(targets, flags.from, request)
    if (wasInterrupted(probe, flags)) {
      throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
    }
    const caFiles = flags['ca-file']
    const document = settings({ client, probe, answers, setup: flags.setup, user, caFiles })
    await this.print(document, { ...flags, identities })
  }

  private async probeOf(
    targets: string[],
    from: string | undefined,
    request: Awaited<ReturnType<typeof probeRequest>>,
  ): Promise<ProbeDocument> {
    if (from !== undefined) return (await import('../app/stored-probe.js')).readStoredProbe(from)
    const { probe } = await import('../app/probe.js')
    return watchProbe((watch) => probe(targets, { ...request, ...watch }))
  }

  private printList(asJson: boolean): void {
    const document = listSettingsClients()
    process.stdout.write(asJson ? json(document) : clientList(document.clients ?? [], this.view))
  }

  /** The file goes to stdout as it is: what a program reads must not be wrapped or coloured. */
  private async print(
    document: SettingsDocument,
    options: { json: boolean; out?: string | undefined; identities: Identities },
  ): Promise<void> {
    const { json: asJson, out, identities } = options
    const masked = await withoutIdentities(document, 'txt', identities)
    const isMasked = masked.files.some(({ content }, index) => content !== document.files[index]?.content)
    const notes = isMasked ? [...masked.notes, maskedNote] : masked.notes
    const shown = { ...masked, notes }
    const text = shown.files.map(({ content }) => content).join('')
    if (out !== undefined) writeWhole(out, text)
    if (asJson) {
      process.stdout.write(json(shown))
      return
    }
    process.stdout.write(text)
    for (const note of notes) process.stderr.write(`Note: ${oneLine(note)}\n`)
  }
}
