import { failureOf } from '../../net/index.js'
import type { AskSource, SearchContext, SourceWord } from '../source.js'
import { type Asking, failedWord, nothingWord, skippedWord } from '../word.js'
import { wordOf } from './ask.js'
import { type AutodiscoverReading, autodiscoverRequest, readAutodiscover } from './autodiscover-xml.js'
import { type Fetched, fetchDocument, follow, redirectTarget } from './fetch.js'
import { readXml } from './xml.js'

/**
 * Asks Exchange's Autodiscover (plain old XML) at both of its places, without signing in. The question is the address
 * itself, so that it is asked only where the user allowed it to be sent.
 */
export const askAutodiscover: AskSource = async (context) => {
  const { domain, address, options } = context
  const [first, second] = [autodiscoverAt(`autodiscover.${domain}`), autodiscoverAt(domain)]
  if (!options.sendAddress) return skippedWord(first, 'it needs the whole address: only with --send-address')
  if (address === undefined) return skippedWord(first, 'it needs the whole address, and a domain was given')
  // Both at the same time, and the first in order that knows servers: who is faster must not decide.
  const words = await Promise.all([ask(context, first, address), ask(context, second, address)])
  const [own, other] = words
  const found = words.find(({ result }) => result.outcome === 'found')
  return found ?? together(own, other)
}

function autodiscoverAt(host: string): Asking {
  const asked = `https://${host}/autodiscover/autodiscover.xml`
  return { source: 'autodiscover', asked, trust: 'provider' }
}

async function ask(context: SearchContext, asking: Asking, address: string): Promise<SourceWord> {
  const startedAt = performance.now()
  const url = new URL(asking.asked)
  const body = { type: 'text/xml; charset=utf-8', text: autodiscoverRequest(address) }
  try {
    let fetched = await fetchDocument(context, { url, body })
    // Ends: `follow` counts every URL that was asked.
    for (;;) {
      const next = await nextPlace(fetched, new URL(fetched.via.at(-1) ?? asking.asked), address)
      if (next === undefined) break
      if (typeof next === 'string') return nothingWord(asking, startedAt, next, viaOf(fetched))
      fetched = await follow(context, { url: next, body }, fetched.via)
    }
    return await wordOf(asking, startedAt, fetched, (document) => reading(document, address))
  } catch (error) {
    return failedWord(asking, startedAt, failureOf(error))
  }
}

/** Where an answer points to: a URL, why it is not followed, or nowhere. */
async function nextPlace(fetched: Fetched, from: URL, address: string): Promise<URL | string | undefined> {
  if (fetched.outcome !== 'document') return undefined
  const answer = await reading(fetched.body, address)
  return answer?.redirectUrl === undefined ? undefined : redirectTarget(answer.redirectUrl, from)
}

async function reading(document: Buffer, address: string): Promise<AutodiscoverReading | undefined> {
  const root = await readXml(document)
  return root && readAutodiscover(root, address)
}

function viaOf({ via }: Fetched): { via?: string[] } {
  return via.length === 0 ? {} : { via }
}

/** The word on two places that both know nothing; an answer says more than a failure. */
function together(own: SourceWord, other: SourceWord): SourceWord {
  const [word, rest] =
    own.result.outcome === 'failed' && other.result.outcome === 'nothing' ? [other, own] : [own, other]
  const { because, failure, asked } = rest.result
  const said = [word.result.because, `${asked}: ${because ?? failure?.message}`]
  const joined = said.filter((text) => text !== undefined).join('; ')
  return { result: { ...word.result, because: joined }, servers: word.servers }
}
