import type { AuditRecordDocument } from '../../model/index.js'
import { UserError } from '../../model/index.js'
import type { Validator } from '../validate.js'
import { textLines } from './text-lines.js'

/** Longest record that is read back, in bytes: one with the whole diagnosis and what was said on the wire. */
const recordLimit = 64 * 1024 * 1024

/** How every record begins, since documents begin with their kind. */
const recordStart = '{"kind":"audit-record"'

/** What stands in a file of records: a record, or at the end one that was not written to its end. */
export type RecordLine =
  | { record: AuditRecordDocument; complete: boolean }
  | { torn: true; number: number; start: number }

function bad(name: string, line: number, why: string): UserError {
  return new UserError('bad-document', `${name} line ${line} is no audit record: ${why}`, {
    hint: 'Wanted are files that mailadvise audit wrote, or several of them one after the other.',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A piece of a record and nothing else, or what a file system leaves of one after a power failure. */
function isTorn(text: string): boolean {
  return text.startsWith(recordStart) || recordStart.startsWith(text) || /^\0+$/.test(text)
}

/**
 * The records of a file, one at a time.
 *
 * @param name of the file, for messages
 * @throws UserError `bad-document` with the first line that is no record, and was not torn at the end
 */
export async function* recordLines(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  problemWith: Validator,
): AsyncGenerator<RecordLine> {
  let start = 0
  for await (const { number, text, tooLong, complete, end } of textLines(chunks, recordLimit)) {
    const value = tooLong ? undefined : parsed(text)
    const problem = value === undefined ? 'it is no JSON' : problemWith(value)
    if (problem === undefined) yield { record: value as AuditRecordDocument, complete }
    else if (!complete && value === undefined && isTorn(text)) yield { torn: true, number, start }
    else if (!(complete && text.trim() === '')) throw bad(name, number, problem)
    start = end
  }
}
