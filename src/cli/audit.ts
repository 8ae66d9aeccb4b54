import { extname } from 'node:path'
import { type AuditOptions, audit, type TargetSource } from '../app/audit/audit.js'
import { type Journal, newJournal, resumedJournal } from '../app/audit/journal.js'
import { parseShard } from '../app/audit/shard.js'
import { openSource } from '../app/audit/source.js'
import { auditExitCode, Summary } from '../app/audit/summary.js'
import { formByName, listForms } from '../app/audit/target-list.js'
import { failLevels } from '../app/diagnose.js'
import { type AuditRecordDocument, type AuditSummaryDocument, UserError } from '../model/index.js'
import { jsonLine } from '../render/json.js'
import type { RenderOptions } from '../render/page.js'
import { commandLine } from '../render/shell-quote.js'
import { type AuditFlagValues, parseCount, parseRate } from './audit-flags.js'
import { watchAudit } from './audit-progress.js'
import { identitiesOf, summaryForms, usage, writeSummary } from './audit-summary.js'
import {
  identitiesFrom,
  parseChoice,
  parseConnectTo,
  parseDnsServer,
  parseSecurity,
  parseTimeout,
} from './flags.js'
import { afterInterrupt, interruptible } from './interrupt.js'
import { checkPlace } from './output.js'
import { stdoutSink } from './stdout-sink.js'

/** Targets that may wait while their hosts are busy, so that those behind them in the list need not. */
const waitingAtMost = 10_000

function theList(files: readonly string[]): string {
  const [file, ...more] = files
  const hint = 'Name one file, or - for standard input.'
  if (file === undefined) throw usage('No list of targets is named', hint)
  if (more.length > 0) throw usage('An audit takes one list', `${hint} Records are summed up by --summary.`)
  return file
}

function checkRecordFile({ out, resume }: AuditFlagValues): void {
  if (out === undefined) {
    if (resume) throw usage('--resume needs --out', 'Name the file of records that is to be continued.')
    return
  }
  if (!['.ndjson', '.jsonl'].includes(extname(out).toLowerCase())) {
    throw new UserError(
      'unwritable-output',
      `Cannot write ${out}: records go to a file that ends in .ndjson`,
      {
        hint: 'For other forms: mailadvise audit --summary FILE.ndjson --out report.html',
      },
    )
  }
  checkPlace(out)
}

function optionsFrom(file: string, flags: AuditFlagValues): Omit<AuditOptions, 'lineOf'> {
  const { input, column, shard, rate, security, deep, gentle } = flags
  const form = input === undefined ? formByName(file) : parseChoice('input', input, listForms)
  return {
    list: { form, column, noHeader: flags['no-header'] },
    pace: {
      concurrency: parseCount('concurrency', flags.concurrency),
      perHost: parseCount('per-host', flags['per-host']),
      rate: rate === undefined ? undefined : parseRate(rate),
      window: waitingAtMost,
    },
    shard: shard === undefined ? undefined : parseShard(shard, process.env),
    failOn: parseChoice('fail-on', flags['fail-on'], failLevels),
    full: flags.full,
    probe: {
      timeoutMs: parseTimeout(flags.timeout),
      caFiles: flags['ca-file'] ?? [],
      connectTo: (flags['connect-to'] ?? []).map(parseConnectTo),
      dnsServers: (flags['dns-server'] ?? []).map(parseDnsServer),
      security: security === undefined ? undefined : parseSecurity(security),
      ...{ deep, gentle },
    },
  }
}

/** How a record is written; with --redact its target and what servers repeat of it are masked. */
async function lineMaker({ redact }: AuditFlagValues): Promise<(record: AuditRecordDocument) => string> {
  if (!redact) return jsonLine
  const masking = await import('../app/redact.js')
  return (record) => jsonLine(masking.redact(record))
}

/** Records on stdout leave stderr for what they come to. */
async function tellSummary(document: AuditSummaryDocument, flags: AuditFlagValues): Promise<void> {
  const text = await summaryForms.txt()
  const view = { width: process.stderr.columns ?? 80, colour: false }
  const { redact, also } = identitiesOf(document, flags)
  const shown = redact ? (await import('../app/redact.js')).redact(document, also) : document
  process.stderr.write(text(shown, view))
}

interface Destination {
  journal?: Journal
  summary: Summary
}

interface Outcome {
  document: AuditSummaryDocument
  /** Nobody reads standard output any more: a reader that has seen enough is no error. */
  readerGone: boolean
}

async function openDestination({ out, resume }: AuditFlagValues): Promise<Destination> {
  const summary = new Summary()
  if (out === undefined) return { summary }
  if (!resume) return { summary, journal: newJournal(out) }
  const journal = await resumedJournal(out, (record) => summary.add(record))
  if (journal.repaired > 0)
    process.stderr.write(`The last record of ${out} was not written to its end; it is made anew.\n`)
  return { summary, journal }
}

function leftBy({ targets }: AuditSummaryDocument, { out, resume }: AuditFlagValues): string {
  const done = `Interrupted: ${targets.total} finished`
  if (out === undefined) return `${done}. With --out FILE an audit can be continued.`
  // The words of this very call: none of them can be a secret, since audit takes none.
  const words = ['mailadvise', ...process.argv.slice(2), ...(resume ? [] : ['--resume'])]
  return `${done} and kept in ${out}. To go on: ${commandLine(words)}`
}

async function auditInto(
  { journal, summary }: Destination,
  source: TargetSource,
  options: AuditOptions,
): Promise<Outcome> {
  // Records that run over a terminal show by themselves how far it is.
  const quiet = journal === undefined && process.stdout.isTTY === true
  const watch = quiet ? undefined : watchAudit(process.stderr, process.env)
  let readerGone = false
  let outcome: 'done' | 'failed' = 'failed'
  try {
    const document = await interruptible((ctrlC) => {
      const over = new AbortController()
      const stop = () => over.abort()
      ctrlC.addEventListener('abort', stop)
      const sink =
        journal ??
        stdoutSink(over.signal, () => {
          readerGone = true
          stop()
        })
      const given = { ...options, summary, finished: journal?.finished, signal: over.signal }
      return audit(source, sink, { ...given, onProgress: (progress) => watch?.update(progress) })
    })
    outcome = 'done'
    return { document, readerGone }
  } finally {
    watch?.stop()
    journal?.close(outcome)
  }
}

/**
 * Audits the targets of a list.
 *
 * @returns the exit code
 */
export async function runAudit(
  files: readonly string[],
  flags: AuditFlagValues,
  view: RenderOptions,
): Promise<number> {
  const file = theList(files)
  identitiesFrom(flags)
  const options = { ...optionsFrom(file, flags), lineOf: await lineMaker(flags) }
  checkRecordFile(flags)
  const source = openSource(file)
  const destination = await openDestination(flags)
  const { document, readerGone } = await auditInto(destination, source, options)
  if (destination.journal !== undefined) await writeSummary(document, flags, view)
  else if (!readerGone) await tellSummary(document, flags)
  if (document.request.interrupted && !readerGone) return afterInterrupt(leftBy(document, flags))
  return auditExitCode(document, options.failOn === 'never')
}
