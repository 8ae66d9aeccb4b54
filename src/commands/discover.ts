import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { discover, discoverExitCode } from '../app/discover.js'
import { BaseCommand } from '../cli/base-command.js'
import {
  identitiesFrom,
  networkFlags,
  noInputFlag,
  outFlag,
  parseConnectTo,
  parseDnsServer,
  parseTimeout,
  redactFlag,
} from '../cli/flags.js'
import { exitCodeOr } from '../cli/interrupt.js'
import { checkOut, type Forms, writeDocument } from '../cli/output.js'
import { watchProbe } from '../cli/watch-probe.js'
import { type DiscoveryDocument, UserError } from '../model/index.js'

const forms: Forms<DiscoveryDocument> = {
  txt: async () => (await import('../render/discovery-text.js')).discoveryText,
}

/** mailadvise discover */
export default class Discover extends BaseCommand {
  static override summary = 'Find the servers of an address: what each source says, with its trust.'

  static override description = [
    'ACCOUNT is an address such as you@example.com, or a domain such as example.com. No mail server is contacted: mailadvise diagnose ACCOUNT tries what was found (a domain alone as @example.com).',
    'Asked are the domain itself (documents over HTTPS, SRV records, its MX) and the bundled facts about providers. The address stays here unless --send-address is given, and no third party is asked unless --ispdb is.',
    'Exit code: 0 when a server was found, 1 when none was, 2 for bad input, 3 when no resolver answers.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> discover you@example.com',
    '<%= config.bin %> discover example.com --ispdb --json',
    '<%= config.bin %> discover example.com --dns-server 192.0.2.53',
  ]

  static override args = {
    account: Args.string({
      name: 'account',
      ignoreStdin: true,
      description: 'Address (you@example.com) or domain (example.com).',
    }),
  }

  static override flags = {
    ispdb: Flags.boolean({ summary: 'Ask the Thunderbird ISPDB too, a third party that learns the domain.' }),
    'http-autoconfig': Flags.boolean({
      summary: 'Ask for documents over plain HTTP too; what they say is never trusted.',
    }),
    'send-address': Flags.boolean({
      summary: 'Send the whole address to the sources that take one, not only the domain.',
    }),
    timeout: Flags.string({
      summary: 'Time limit of the whole search, 0.1 to 600 seconds.',
      helpValue: 'SECONDS',
      default: '10',
    }),
    ...networkFlags,
    'no-input': noInputFlag,
    out: outFlag,
    redact: redactFlag,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Discover)
    if (args.account === undefined) {
      throw new UserError('usage', 'No address was given', {
        hint: 'For example: mailadvise discover you@example.com',
      })
    }
    const account = args.account
    checkOut(flags.out, forms)
    const options = {
      timeoutMs: parseTimeout(flags.timeout),
      ispdb: flags.ispdb,
      httpAutoconfig: flags['http-autoconfig'],
      sendAddress: flags['send-address'],
      dnsServers: (flags['dns-server'] ?? []).map(parseDnsServer),
      connectTo: (flags['connect-to'] ?? []).map(parseConnectTo),
      caFiles: flags['ca-file'] ?? [],
    }
    const document = await watchProbe(({ signal }) => discover(account, { ...options, signal }), {
      doing: 'Searching ...',
    })
    const form = flags.json ? 'json' : 'txt'
    await writeDocument(document, forms, {
      form,
      view: this.view,
      out: flags.out,
      identities: identitiesFrom(flags),
    })
    process.exitCode = exitCodeOr(discoverExitCode(document), document, {})
  }
}
