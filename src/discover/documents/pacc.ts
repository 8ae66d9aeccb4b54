import { createHash } from 'node:crypto'
import type { Trust } from '../../model/index.js'
import { type DnsAnswer, failureOf, serverText } from '../../net/index.js'
import type { AskSource, SearchContext, SourceWord } from '../source.js'
import { type Asking, failedWord } from '../word.js'
import { wordOf } from './ask.js'
import { type Fetched, fetchDocument } from './fetch.js'
import { readPacc } from './pacc-json.js'

/**
 * Asks for the domain's own configuration (draft-ietf-mailmaint-pacc) and for its digest in DNS. Where they fit the word is
 * proven; without a fitting digest it is the domain's word over HTTPS, like others.
 */
export const askPacc: AskSource = async (context) => {
  const { domain } = context
  const startedAt = performance.now()
  const asked = `https://ua-auto-config.${domain}/.well-known/user-agent-configuration.json`
  const asking: Asking = { source: 'pacc', asked, trust: 'provider' }
  try {
    const [fetched, digests] = await Promise.all([
      fetchDocument(context, { url: new URL(asked) }),
      digestRecords(context),
    ])
    const check = checked(fetched, digests)
    const word = await wordOf({ ...asking, trust: check.trust }, startedAt, fetched, async (body) =>
      readPacc(body),
    )
    return withCheck(word, check)
  } catch (error) {
    return failedWord(asking, startedAt, failureOf(error))
  }
}

interface Check {
  trust: Trust
  /** Why the digest proves nothing. */
  because?: string
  /** The TXT records, as read. */
  records: string[]
}

function digestRecords({ domain, resolver }: SearchContext): Promise<DnsAnswer<string>> {
  return resolver.txt(`_ua-auto-config.${domain}`)
}

function checked(fetched: Fetched, answer: DnsAnswer<string>): Check {
  if (answer.outcome === 'failed') {
    return {
      trust: 'provider',
      because: `its digest in DNS is not known: ${answer.failure.message}`,
      records: [],
    }
  }
  const found = answer.outcome === 'found' ? answer.records : []
  const records = found.map((text) => serverText(text))
  const digests = found.flatMap((text) => digestIn(text) ?? [])
  if (digests.length === 0) return { trust: 'provider', because: 'DNS holds no digest of it', records }
  const own = fetched.outcome === 'document' ? createHash('sha256').update(fetched.body).digest('base64') : ''
  // Several records stand side by side while a document is exchanged.
  if (digests.includes(own)) return { trust: 'proven', records }
  return { trust: 'provider', because: 'the digest in DNS is that of another document', records }
}

/**
 * The SHA-256 digest that a record gives: `v=UAAC1; a=sha256; d=…`, in any order but for the version, which comes first.
 *
 * @returns base64 with its padding; undefined when the record is none, or of another algorithm
 */
function digestIn(record: string): string | undefined {
  const tags = record.split(';').map((tag) => /^\s*([^\s=]+)\s*=(.*)$/s.exec(tag))
  const pairs = tags.flatMap((tag) => (tag === null ? [] : [[tag[1] ?? '', (tag[2] ?? '').trim()] as const]))
  const values = new Map(pairs)
  if (pairs[0]?.[0] !== 'v' || values.get('v') !== 'UAAC1') return undefined
  if (values.get('a')?.toLowerCase() !== 'sha256') return undefined
  const digest = Buffer.from((values.get('d') ?? '').replace(/\s/g, ''), 'base64')
  return digest.length === 32 ? digest.toString('base64') : undefined
}

function withCheck({ result, servers }: SourceWord, { because, records }: Check): SourceWord {
  const found = result.outcome === 'found'
  const said = [found ? because : undefined, result.because].filter((text) => text !== undefined).join('; ')
  const more = { ...(said !== '' && { because: said }), ...(records.length > 0 && { records }) }
  return { result: { ...result, ...more }, servers }
}
