import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { ProbeRequestOptions } from '../app/probe.js'
import { advisor, factsFrom, recommend, recommendExitCode, withDiscovered } from '../app/recommend.js'
import { BaseCommand } from '../cli/base-command.js'
import { identitiesFrom, identityFlags, noInputFlag, outFlagFor, probeFlags, setFlag } from '../cli/flags.js'
import { givenAnswers } from '../cli/given-answers.js'
import { exitCodeOr, wasInterrupted } from '../cli/interrupt.js'
import { checkOut, type Forms, writeDocument } from '../cli/output.js'
import { checkTargetFlags, type ProbeFlagValues, probeRequest } from '../cli/probe-request.js'
import { askQuestions } from '../cli/prompts/questionnaire.js'
import { canAsk, openPrompt, sayOnTerminal } from '../cli/prompts/terminal.js'
import { type Repetition, repeatLine } from '../cli/repeat.js'
import { serverCheckLine } from '../cli/server-check.js'
import {
  type Answers,
  exitCodes,
  type ProbeDocument,
  type RecommendationDocument,
  UserError,
} from '../model/index.js'

const forms: Forms<RecommendationDocument> = {
  txt: async () => (await import('../render/recommendation-text.js')).recommendationText,
  md: async () => (await import('../render/recommendation-markdown.js')).recommendationMarkdown,
  html: async () => (await import('../render/html/recommendation.js')).recommendationHtml,
}

/** Gives the command line that repeats a run with some answers. */
type Repeat = (answers: Answers, repetition: Repetition) => string

async function withoutIdentities(line: string, identities: readonly string[]): Promise<string> {
  const { redact } = await import('../app/redact.js')
  return redact({ line }, identities).line
}

/** mailadvise recommend */
export default class Recommend extends BaseCommand {
  static override summary = 'Recommend POP or IMAP for a mailbox; with a target, prove it on the server.'

  static override description = [
    'Asks a few questions on a terminal; elsewhere, or with --no-input, it works with the answers given and lists the questions still open.',
    'All questions and the values they take: mailadvise explain --list question, then mailadvise explain ID; as JSON Schema: mailadvise schema answers.',
    'TARGET is the address, whose servers are found first, or a server of the account (see mailadvise probe --help), or demo.',
    'Exit code: 0 for a recommendation, 1 when the server does not support it, 2 for bad input, 3 when the server could not be tested for a fault of this machine.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> recommend',
    '<%= config.bin %> recommend --set readers=one-person --set places=computer,phone',
    '<%= config.bin %> recommend you@example.com',
    '<%= config.bin %> recommend mail.example.com --answers answers.json --json',
    '<%= config.bin %> recommend you@example.com --out advice.html',
    '<%= config.bin %> recommend demo',
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
    answers: Flags.string({
      summary: 'Answers as JSON from a file, or from stdin (-).',
      helpValue: 'FILE|-',
    }),
    set: setFlag,
    'all-questions': Flags.boolean({
      summary: 'Ask every question that applies, also those that change nothing.',
    }),
    'no-input': noInputFlag,
    out: outFlagFor('.json', '.txt', '.md', '.html'),
    ...identityFlags,
    ...probeFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Recommend)
    const targets = args.target ?? []
    checkOut(flags.out, forms)
    const identities = identitiesFrom(flags, targets)
    checkTargetFlags(targets, flags)
    const request = await probeRequest(flags, { '--answers -': flags.answers === '-' })
    const given = await givenAnswers(flags.answers, flags.set ?? [])
    const repeat: Repeat = (answers, repetition) => repeatLine(answers, targets, flags, repetition)
    const interactive = flags.answers !== '-' && canAsk(flags['no-input'])
    // The server first: what it shows need not be asked, and a mistyped host is told before any question.
    const server = await this.serverSide(targets, flags, request)
    if (interactive && server !== undefined) sayOnTerminal(this.checked(server, flags), 0)
    const known = withDiscovered(given, server)
    const answers = interactive ? await this.ask(known, server, flags['all-questions'], repeat) : known
    const result = recommend({ answers, probe: server })
    // What was left open by "I don't know" or "enough" must not be asked again.
    const askNoMore = result.openQuestions.length > 0 || flags['all-questions']
    const document = { ...result, request: { ...result.request, repeat: repeat(answers, { askNoMore }) } }
    if (interactive) process.stderr.write('\n')
    const form = flags.json ? 'json' : 'txt'
    const also = [...identities.also, ...(server?.request.user === undefined ? [] : [server.request.user])]
    await writeDocument(document, forms, {
      ...{ form, view: this.view, out: flags.out },
      identities: { ...identities, also },
    })
    process.exitCode = exitCodeOr(recommendExitCode(result, server), server, flags)
    const again = repeat(answers, { askNoMore, withForm: true })
    if (!interactive) return
    const shown = identities.redact ? await withoutIdentities(again, also) : again
    process.stderr.write(`\nTo repeat this: ${shown}\n`)
  }

  /** Who breaks off the look at the server on a terminal wants to leave, not to answer questions. */
  private checked(server: ProbeDocument, flags: ProbeFlagValues): string {
    if (wasInterrupted(server, flags)) {
      throw new UserError('interrupted', 'Interrupted', { exitCode: exitCodes.interrupted })
    }
    return serverCheckLine(server)
  }

  private async ask(
    given: Answers,
    server: ProbeDocument | undefined,
    all: boolean,
    repeat: Repeat,
  ): Promise<Answers> {
    const engine = advisor()
    return askQuestions(given, {
      next: (answers, asked) => engine.nextQuestion(factsFrom(answers, server).facts, { all, asked }),
      prompt: await openPrompt(),
      say: sayOnTerminal,
      repeat: (answers) => repeat(answers, { withForm: true }),
    })
  }

  private async serverSide(
    targets: string[],
    flags: ProbeFlagValues,
    request: ProbeRequestOptions,
  ): Promise<ProbeDocument | undefined> {
    // Loaded only where there is a server to look at: the advice alone needs no network and no certificate code.
    if (flags.from !== undefined) return (await import('../app/stored-probe.js')).readStoredProbe(flags.from)
    if (targets.length === 0) return undefined
    const [{ probe }, { watchProbe }] = await Promise.all([
      import('../app/probe.js'),
      import('../cli/watch-probe.js'),
    ])
    return watchProbe((watch) => probe(targets, { ...request, ...watch }), flags)
  }
}
