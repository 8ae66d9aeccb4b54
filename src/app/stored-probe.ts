import { type ProbeDocument, UserError } from '../model/index.js'
import { readUserFile } from './read-file.js'
import { problemWith } from './validate.js'

function parse(file: string): unknown {
  try {
    return JSON.parse(readUserFile(file))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError('bad-document', `${file} is not JSON`, {
      hint: 'Store a probe with: mailadvise probe TARGET --out FILE.json',
    })
  }
}

/** A probe document that was stored before, to be judged or shown again without any network. */
export function readStoredProbe(file: string): ProbeDocument {
  const value = parse(file)
  const wrong = problemWith(value, 'probe')
  if (wrong !== undefined) {
    throw new UserError('bad-document', `${file} is not a probe document: ${wrong}`, {
      hint: 'Store one with: mailadvise probe TARGET --out FILE.json',
    })
  }
  return value as ProbeDocument
}
