import { failureOf } from '../../net/index.js'
import type { SearchContext, SourceWord } from '../source.js'
import { type Asking, failedWord, foundWord, nothingWord } from '../word.js'
import { type Fetched, fetchDocument } from './fetch.js'
import { joined, type Reading } from './reading.js'

/** Reads a document; undefined: it is a web page, which says nothing about mail. */
export type Read = (body: Buffer) => Promise<Reading | undefined>

/** Asks for one document by GET and reads it. */
export async function askDocument(context: SearchContext, asking: Asking, read: Read): Promise<SourceWord> {
  const startedAt = performance.now()
  try {
    return await wordOf(asking, startedAt, await fetchDocument(context, { url: new URL(asking.asked) }), read)
  } catch (error) {
    return failedWord(asking, startedAt, failureOf(error))
  }
}

/** The word of a source on what was fetched for it. */
export async function wordOf(
  asking: Asking,
  startedAt: number,
  fetched: Fetched,
  read: Read,
): Promise<SourceWord> {
  const more = fetched.via.length === 0 ? {} : { via: fetched.via }
  if (fetched.outcome === 'none') return nothingWord(asking, startedAt, fetched.because, more)
  if (fetched.outcome === 'failed') return withMore(failedWord(asking, startedAt, fetched.failure), more)
  try {
    const reading = await read(fetched.body)
    if (reading === undefined) return nothingWord(asking, startedAt, 'a web page, not settings', more)
    return readingWord(asking, startedAt, reading, more)
  } catch (error) {
    return withMore(failedWord(asking, startedAt, failureOf(error)), more)
  }
}

/** The word of a source on a document that was read. */
function readingWord(
  asking: Asking,
  startedAt: number,
  { servers, remarks }: Reading,
  more: { via?: string[] },
): SourceWord {
  const because = joined(remarks)
  if (servers.incoming.length > 0) {
    return foundWord(asking, startedAt, servers, { ...more, ...(because && { because }) })
  }
  const nothing = nothingWord(asking, startedAt, because ?? 'it names no IMAP or POP3 server', more)
  return { ...nothing, servers }
}

function withMore({ result, servers }: SourceWord, more: { via?: string[] }): SourceWord {
  return { result: { ...result, ...more }, servers }
}
