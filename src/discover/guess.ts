import { randomBytes } from 'node:crypto'
import type { Endpoint, Protocol } from '../model/index.js'
import type { DnsAnswer, DnsResolver } from '../net/index.js'
import type { NamedServer } from './answer.js'
import type { SearchContext, SourceWord } from './source.js'
import { type Asking, failedWord, foundWord, nothingWord } from './word.js'

// The names that most hosters give their mail servers; the bare domain last, since it is often a web server alone.
const prefixes: Readonly<Record<Protocol, readonly string[]>> = {
  imap: ['imap.', 'mail.', ''],
  pop3: ['pop3.', 'pop.', 'mail.', ''],
}

const ports: readonly Pick<Endpoint, 'protocol' | 'port' | 'security'>[] = [
  { protocol: 'imap', port: 993, security: 'tls' },
  { protocol: 'pop3', port: 995, security: 'tls' },
  { protocol: 'imap', port: 143, security: 'starttls' },
  { protocol: 'pop3', port: 110, security: 'starttls' },
]

/** Names that resolve, none of which anybody has named. */
export async function askGuess({ domain, resolver }: SearchContext): Promise<SourceWord> {
  const startedAt = performance.now()
  const names = [...new Set(Object.values(prefixes).flat())].map((prefix) => `${prefix}${domain}`)
  const asking: Asking = {
    source: 'guess',
    asked: `A AAAA ${names.join(' ')}`,
    trust: 'unverified',
  }
  const [wildcard, ...answers] = await Promise.all([
    addressesOf(resolver, `${randomBytes(8).toString('hex')}.${domain}`),
    ...names.map((name) => addressesOf(resolver, name)),
  ])
  const exist = new Set(
    names.filter((name, index) => isOwnRecord(answers[index], name === domain ? undefined : wildcard)),
  )
  const incoming = guesses(domain, exist)
  const because = wildcard?.outcome === 'found' ? everyName : undefined
  if (incoming.length > 0) {
    return foundWord(asking, startedAt, { incoming, outgoing: [] }, because === undefined ? {} : { because })
  }
  const failure = answers.flatMap((one) => (one.outcome === 'failed' ? [one.failure] : []))[0]
  if (failure !== undefined) return failedWord(asking, startedAt, failure)
  return nothingWord(asking, startedAt, because ?? 'none of the usual names exists')
}

const everyName =
  'every name below this domain exists (wildcard), so that one with the same addresses proves nothing'

type Addresses = DnsAnswer<string>

async function addressesOf(resolver: DnsResolver, name: string): Promise<Addresses> {
  const answer = await resolver.addresses(name)
  return answer.outcome === 'found' ? { ...answer, records: answer.records.sort() } : answer
}

/** A name that exists, and not only because every name below the domain does. */
function isOwnRecord(answer: Addresses | undefined, wildcard: Addresses | undefined): boolean {
  if (answer?.outcome !== 'found') return false
  return wildcard?.outcome !== 'found' || answer.records.join() !== wildcard.records.join()
}

function guesses(domain: string, exist: ReadonlySet<string>): NamedServer[] {
  return ports.flatMap(({ protocol, port, security }) =>
    prefixes[protocol]
      .map((prefix) => `${prefix}${domain}`)
      .filter((host) => exist.has(host))
      .map((host) => ({ endpoint: { protocol, host, port, security } })),
  )
}
