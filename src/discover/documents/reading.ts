import { failed, serverText, type WireFailure } from '../../net/index.js'
import type { NamedServers } from '../answer.js'

/** What a document says, and what in it could not be used or looks wrong, for people. */
export interface Reading {
  servers: NamedServers
  remarks: string[]
}

/** Servers kept of one document. */
export const mostServers = 16

/** Remarks shown of one document. */
const mostRemarks = 5

/** A document that cannot be read, in the form in which the network's failures come. */
export function unreadable(message: string): WireFailure {
  return failed('malformed', message)
}

/** Text of a document inside a remark. */
export function quoted(text: string | undefined): string {
  if (text === undefined) return 'nothing'
  const shown = serverText(text)
  return `"${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}"`
}

/** The remarks as one sentence part; undefined when there is none. */
export function joined(remarks: readonly string[]): string | undefined {
  const shown = remarks.slice(0, mostRemarks)
  const more = remarks.length - shown.length
  return remarks.length === 0 ? undefined : [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
