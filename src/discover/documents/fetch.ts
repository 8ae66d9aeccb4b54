import type { Failure } from '../../model/index.js'
import {
  failed,
  failureOf,
  type HttpAnswer,
  type HttpQuestion,
  httpAnswer,
  type Lookup,
  limits,
  lookupAt,
  serverText,
  trustContext,
} from '../../net/index.js'
import type { DiscoverOptions, SearchContext } from '../source.js'

/** What asking for a document came to. */
export type Fetched = { via: string[] } & (
  | { outcome: 'document'; body: Buffer }
  /** An answer that holds no document: its meaning in words. */
  | { outcome: 'none'; because: string }
  | { outcome: 'failed'; failure: Failure }
)

/**
 * Asks for one document and follows redirects, at most three and only to https on the same host: where else one points is
 * told and not followed.
 *
 * @param via further URLs that were asked before this one
 */
export async function fetchDocument(
  context: SearchContext,
  question: HttpQuestion,
  via: string[] = [],
): Promise<Fetched> {
  try {
    const answer = await httpAnswer(question, reachOf(context))
    if (answer.status < 300 || answer.status >= 400) return withoutRedirect(answer, via)
    return await redirected(context, question, answer, via)
  } catch (error) {
    return { outcome: 'failed', failure: failureOf(error), via }
  }
}

/**
 * Where a redirect leads: the URL when it may be followed, else why it is not.
 *
 * @param target as received
 */
export function redirectTarget(target: string, from: URL): URL | string {
  const shown = serverText(target)
  const url = parsed(target, from)
  if (url === undefined) return `a redirect to what is no address: ${shown}`
  // Asked first, so that the others never show them.
  if (url.username !== '' || url.password !== '') return 'a redirect with credentials, not followed'
  if (url.hostname !== from.hostname)
    return `a redirect to another host, not followed: ${serverText(url.href)}`
  if (url.protocol !== 'https:')
    return `a redirect to what is not https, not followed: ${serverText(url.href)}`
  if (url.port !== '' && url.port !== from.port)
    return `a redirect to another port, not followed: ${url.host}`
  return url
}

async function redirected(
  context: SearchContext,
  question: HttpQuestion,
  { status, location }: HttpAnswer,
  via: string[],
): Promise<Fetched> {
  if (location === undefined) return { outcome: 'none', because: `HTTP status ${status}`, via }
  const target = redirectTarget(location, question.url)
  if (typeof target === 'string') return { outcome: 'none', because: target, via }
  return follow(context, { ...question, url: target }, via)
}

/** Asks again at the address that an answer pointed to. */
export async function follow(
  context: SearchContext,
  question: HttpQuestion,
  via: readonly string[],
): Promise<Fetched> {
  if (via.length >= limits.httpRedirects) {
    return { outcome: 'none', because: `more than ${limits.httpRedirects} redirects`, via: [...via] }
  }
  return fetchDocument(context, question, [...via, serverText(question.url.href)])
}

function withoutRedirect({ status, body }: HttpAnswer, via: string[]): Fetched {
  if (status === 200) return { outcome: 'document', body, via }
  if (status === 401)
    return { outcome: 'none', because: 'it wants a signed-in request (HTTP status 401)', via }
  // Too busy is no word about whether there is a document.
  if (status >= 500 || status === 408 || status === 429) {
    const { failure } = failed('refused-by-server', `the web server answered with HTTP status ${status}`, {
      code: `HTTP-${status}`,
    })
    return { outcome: 'failed', failure, via }
  }
  return { outcome: 'none', because: `HTTP status ${status}`, via }
}

function parsed(target: string, from: URL): URL | undefined {
  try {
    return new URL(target, from)
  } catch {
    return undefined
  }
}

function reachOf({ options, deadline }: SearchContext) {
  const { connectTo, signal } = options
  return { deadline, connectTo, trust: trustContext(options.caPem), lookup: lookupOf(options, signal) }
}

function lookupOf({ lookup, dnsServers }: DiscoverOptions, signal?: AbortSignal): Lookup | undefined {
  return lookup ?? (dnsServers && lookupAt(dnsServers, signal))
}
