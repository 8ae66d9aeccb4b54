import { type DiagnosisDocument, type ProbeDocument, UserError } from '../model/index.js'
import { readUserFile } from './read-file.js'
import { problemWith } from './validate.js'

const hint = 'Store one with: mailadvise probe TARGET --out FILE.json'

function bad(message: string): UserError {
  return new UserError('bad-document', message, { hint })
}

function parse(file: string): unknown {
  const text = readUserFile(file)
  try {
    return JSON.parse(text)
  } catch {
    throw bad(text.trim() === '' ? `${file} is empty` : `${file} is not JSON`)
  }
}

/** A diagnosis is a probe and what was found in it: the probe alone, to be judged anew. */
function probeOf(document: DiagnosisDocument): ProbeDocument {
  const { tool, request, environment, endpoints, account, discovery } = document
  const probe = { schemaVersion: 1 as const, tool, request, environment, endpoints }
  return { kind: 'probe', ...probe, ...(account && { account }), ...(discovery && { discovery }) }
}

function kindOf(value: unknown): string | undefined {
  const isDocument = typeof value === 'object' && value !== null && 'kind' in value
  return isDocument && typeof value.kind === 'string' ? value.kind : undefined
}

/** The kind of a document that can be judged again; what else it may be is said in plain words. */
function usableKind(file: string, value: unknown): 'probe' | 'diagnosis' {
  const kind = kindOf(value)
  if (kind === undefined) throw bad(`${file} is no document of mailadvise`)
  if (kind !== 'probe' && kind !== 'diagnosis') {
    throw bad(`${file} is another kind of document ("${kind}"); wanted is a probe or a diagnosis`)
  }
  const { schemaVersion } = value as { schemaVersion?: unknown }
  if (schemaVersion !== 1) throw bad(`${file} was written by another version of mailadvise`)
  return kind
}

/**
 * A probe that was stored before, alone or in a diagnosis, to be judged or shown again without any network.
 *
 * @throws UserError `unreadable-file`, or `bad-document` with the first thing that is wrong
 */
export async function readStoredProbe(file: string): Promise<ProbeDocument> {
  const value = parse(file)
  const kind = usableKind(file, value)
  const wrong = await problemWith(value, kind)
  if (wrong !== undefined) throw bad(`${file} is not a valid ${kind} document: ${wrong}`)
  return kind === 'probe' ? (value as ProbeDocument) : probeOf(value as DiagnosisDocument)
}
