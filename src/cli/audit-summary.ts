import { summarise } from '../app/audit/summarise.js'
import { auditExitCode } from '../app/audit/summary.js'
import { failLevels } from '../app/diagnose.js'
import { type AuditSummaryDocument, UserError } from '../model/index.js'
import type { RenderOptions } from '../render/page.js'
import type { AuditFlagValues } from './audit-flags.js'
import { identitiesFrom, parseChoice } from './flags.js'
import { checkOut, type Forms, type Identities, writeDocument } from './output.js'

/** The forms of a summary. */
export const summaryForms: Forms<AuditSummaryDocument> = {
  txt: async () => (await import('../render/audit-summary-text.js')).auditSummaryText,
  md: async () => (await import('../render/audit-summary-markdown.js')).auditSummaryMarkdown,
  html: async () => (await import('../render/html/audit-summary.js')).auditSummaryHtml,
}

/** A call that makes no sense. */
export function usage(message: string, hint: string): UserError {
  return new UserError('usage', message, { hint })
}

/** The addresses that a summary shows somewhere: it names nobody in its request. */
export function identitiesOf(document: AuditSummaryDocument, flags: AuditFlagValues): Identities {
  const { endingSoonest, unreachable, unread } = document
  const shown = [...endingSoonest, ...unreachable.first, ...unread].map(({ target = '' }) => target)
  return identitiesFrom(
    flags,
    shown.filter((target) => target.includes('@')),
  )
}

/** Writes a summary to stdout, and to a file where there is one. */
export async function writeSummary(
  document: AuditSummaryDocument,
  flags: AuditFlagValues,
  view: RenderOptions,
  out?: string,
): Promise<void> {
  const identities = identitiesOf(document, flags)
  await writeDocument(document, summaryForms, { form: flags.json ? 'json' : 'txt', view, out, identities })
}

/**
 * Sums up records that were written before.
 *
 * @returns the exit code that their audit had
 */
export async function summariseRecords(
  files: readonly string[],
  flags: AuditFlagValues,
  view: RenderOptions,
): Promise<number> {
  if (files.length === 0)
    throw usage('No file of records is named', 'Name files that audit --out wrote, or -.')
  const unfit = (['resume', 'shard', 'full', 'column', 'input', 'rate'] as const).find((name) => flags[name])
  if (unfit !== undefined) throw usage(`--${unfit} has no meaning with --summary`, 'Leave it out.')
  const never = parseChoice('fail-on', flags['fail-on'], failLevels) === 'never'
  identitiesFrom(flags)
  checkOut(flags.out, summaryForms)
  const document = await summarise(files, (name) =>
    process.stderr.write(`The last record of ${name} was not written to its end; it is left out.\n`),
  )
  await writeSummary(document, flags, view, flags.out)
  return auditExitCode(document, never)
}
