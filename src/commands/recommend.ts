import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import type { ProbeRequestOptions } from '../app/probe.js'
import { advisor, factsFrom, recommend, recommendExitCode } from '../app/recommend.js'
import { BaseCommand } from '../cli/base-command.js'
import { noInputFlag, outFlag, probeFlags, setFlag } from '../cli/flags.js'
import { givenAnswers } from '../cli/given-answers.js'
import { checkOut, type Forms, writeDocument } from '../cli/output.js'
import { checkTargetFlags, type ProbeFlagValues, probeRequest } from '../cli/probe-request.js'
import { askQuestions } from '../cli/prompts/questionnaire.js'
import { canAsk, openPrompt, sayOnTerminal } from '../cli/prompts/terminal.js'
import { repeatLine } from '../cli/repeat.js'
import type { Answers, ProbeDocument, RecommendationDocument } from '../model/index.js'

const forms: Forms<RecommendationDocument> = {
  txt: async () => (await import('../render/recommendation-text.js')).recommendationText,
}

/** mailadvise recommend */
export default class Recommend extends BaseCommand {
  static override summary =
    'Recommend POP or IMAP for one mailbox, with reasons; with a target, prove it on the server.'

  static override description = [
    'Asks a few questions on a terminal; elsewhere, or with --no-input, it works with the answers given and lists the questions still open.',
    'TARGET is a server of the account (see mailadvise probe --help), or demo.',
    'Exit code: 0 for a recommendation, 1 when the server does not support it, 2 for bad input, 3 when the server could not be tested for a fault of this machine.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> recommend',
    '<%= config.bin %> recommend --set readers=one-person --set places=computer,phone',
    '<%= config.bin %> recommend mail.example.com --answers answers.json --json',
    '<%= config.bin %> recommend demo',
  ]

  static override args = {
    target: Args.string({
      name: 'target',
      multiple: true,
      ignoreStdin: true,
      description: 'Servers of the account.',
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
    out: outFlag,
    ...probeFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(Recommend)
    const targets = args.target ?? []
    checkOut(flags.out, forms)
    checkTargetFlags(targets, flags)
    const request = await probeRequest(flags, { '--answers -': flags.answers === '-' })
    const given = await givenAnswers(flags.answers, flags.set ?? [])
    const repeat = (answers: Answers, askNoMore: boolean) => repeatLine(answers, targets, flags, askNoMore)
    const interactive = flags.answers !== '-' && canAsk(flags['no-input'])
    // The server first: what it shows need not be asked, and a mistyped host is told before any question.
    const server = await this.serverSide(targets, flags, request)
    const answers = interactive ? await this.ask(given, server, flags['all-questions'], repeat) : given
    const document = this.judge(answers, server, repeat)
    if (interactive) process.stderr.write('\n')
    await writeDocument(document, forms, {
      form: flags.json ? 'json' : 'txt',
      view: this.view,
      out: flags.out,
    })
    if (interactive) process.stderr.write(`\nTo repeat this: ${document.request.repeat}\n`)
  }

  private async ask(
    given: Answers,
    server: ProbeDocument | undefined,
    all: boolean,
    repeat: (answers: Answers, askNoMore: boolean) => string,
  ): Promise<Answers> {
    const engine = advisor()
    return askQuestions(given, {
      next: (answers, asked) => engine.nextQuestion(factsFrom(answers, server).facts, { all, asked }),
      prompt: await openPrompt(),
      say: sayOnTerminal,
      repeat: (answers) => repeat(answers, false),
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
    return watchProbe((watch) => probe(targets, { ...request, ...watch }))
  }

  private judge(
    answers: Answers,
    server: ProbeDocument | undefined,
    repeat: (answers: Answers, askNoMore: boolean) => string,
  ): RecommendationDocument {
    const document = recommend({ answers, probe: server })
    process.exitCode = recommendExitCode(document, server)
    const openLeft = document.openQuestions.length > 0
    return { ...document, request: { ...document.request, repeat: repeat(answers, openLeft) } }
  }
}
