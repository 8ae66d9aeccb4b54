import { type ProbeDocument, UserError } from '../model/index.js'
import { readUserFile } from './read-file.js'
import { problemWith } from './validate.js'

const hint = 'Store one with: mailadvise probe TARGET --out FILE.json'

function parse(file: string): unknown {
  const text = readUserFile(file)
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('bad-document', `${file} is not JSON`, { hint })
  }
}

/**
 * A probe document that was stored before, to be judged or shown again without any network.
 *
 * @throws UserError `unreadable-file`, or `bad-document` with the first thing that is wrong
 */
export async function readStoredProbe(file: string): Promise<ProbeDocument> {
  const value = parse(file)
  const wrong = await problemWith(value, 'probe')
  if (wrong !== undefined) {
    throw new UserError('bad-document', `${file} is not a probe document: ${wrong}`, { hint })
  }
  return value as ProbeDocument
}
