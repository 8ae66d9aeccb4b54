import type { AuditSummaryDocument } from '../../model/index.js'
import { validatorFor } from '../validate.js'
import { recordLines } from './record-file.js'
import { openSource } from './source.js'
import { Summary } from './summary.js'

/**
 * What the records of several files come to; `-` is standard input.
 *
 * @param onTorn called with the name of a file whose last record was not written to its end
 * @throws UserError when a file cannot be read or holds anything else than records
 */
export async function summarise(
  files: readonly string[],
  onTorn: (name: string) => void,
): Promise<AuditSummaryDocument> {
  const summary = new Summary()
  const problemWith = await validatorFor('audit-record')
  for (const file of files) {
    const { name, chunks } = openSource(file)
    for await (const one of recordLines(chunks, name, problemWith)) {
      if ('record' in one) summary.add(one.record)
      else onTorn(name)
    }
  }
  return summary.document(files)
}
