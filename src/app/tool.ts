import { readFileSync } from 'node:fs'
import type { ErrorCode, ErrorDocument, Tool } from '../model/index.js'

interface PackageFile {
  name: 'mailadvise'
  version: string
}

let known: Tool | undefined

/** Name and version of this program, as they stand in every document. */
export function tool(): Tool {
  if (known === undefined) {
    const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
    const { name, version } = JSON.parse(file) as PackageFile
    known = { name, version }
  }
  return known
}

/** The members that every document starts with. */
export function envelope<Kind extends string>(kind: Kind): { kind: Kind; schemaVersion: 1; tool: Tool } {
  return { kind, schemaVersion: 1, tool: tool() }
}

/** The document that --json prints when a command could not do its work. */
export function errorDocument(
  command: string,
  failure: { code: ErrorCode; message: string; hint?: string | undefined },
): ErrorDocument {
  const { code, message, hint } = failure
  return {
    ...envelope('error'),
    request: { command },
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
  }
}
