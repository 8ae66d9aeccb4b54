import type { ClosedService, Endpoint, Protocol } from '../model/index.js'
import type { DnsAnswer, SrvRecord } from '../net/index.js'
import type { NamedServer } from './answer.js'
import { liesInside } from './names.js'
import type { SearchContext, SourceWord } from './source.js'
import { type Asking, failedWord, foundWord, nothingWord } from './word.js'

/** What the SRV records say besides the servers that they name. */
export interface SrvWord extends SourceWord {
  closed: ClosedService[]
  /** The protocol whose records have the lower priority, where both have one and they differ. */
  preferredProtocol?: Protocol
}

interface Service {
  label: string
  protocol: Protocol
  security: ClosedService['security']
}

// RFC 6186 section 3.2 and 3.3; RFC 8314 section 5.1 prefers the names with TLS from the first byte.
const services: readonly Service[] = [
  { label: '_imaps', protocol: 'imap', security: 'tls' },
  { label: '_imap', protocol: 'imap', security: 'starttls' },
  { label: '_pop3s', protocol: 'pop3', security: 'tls' },
  { label: '_pop3', protocol: 'pop3', security: 'starttls' },
]

interface Answered extends Service {
  name: string
  answer: DnsAnswer<SrvRecord>
}

/** Asks for the four SRV records of mail access (RFC 6186). */
export async function askSrv({ domain, resolver }: SearchContext): Promise<SrvWord> {
  const startedAt = performance.now()
  const answered = await Promise.all(
    services.map(async (service) => {
      const name = `${service.label}._tcp.${domain}`
      return { ...service, name, answer: await resolver.srv(name) }
    }),
  )
  const named = answered.flatMap(serversOf)
  const outside = named.some(({ endpoint }) => !liesInside(endpoint.host, domain))
  const asking: Asking = {
    source: 'srv',
    asked: `SRV ${answered.map(({ name }) => name).join(' ')}`,
    trust: outside ? 'unverified' : 'inferred',
  }
  const preferred = preferredProtocol(answered)
  return {
    ...wordOf(asking, startedAt, answered, named),
    closed: answered.flatMap(closedBy),
    ...(preferred && { preferredProtocol: preferred }),
  }
}

function wordOf(asking: Asking, startedAt: number, answered: Answered[], named: NamedServer[]): SourceWord {
  const records = answered.flatMap(recordsOf)
  const failures = answered.flatMap(({ answer }) => (answer.outcome === 'failed' ? [answer.failure] : []))
  const because = remarkOn(answered)
  const more = { ...(records.length > 0 && { records }) }
  if (named.length > 0) {
    const servers = { incoming: named.sort(inOrder), outgoing: [] }
    return foundWord(asking, startedAt, servers, { ...more, ...(because && { because }) })
  }
  const [failure] = failures
  // One record that closes a service is an answer, even where another question failed.
  if (failure !== undefined && records.length === 0) return failedWord(asking, startedAt, failure)
  return nothingWord(asking, startedAt, because ?? 'no such records', more)
}

function remarkOn(answered: readonly Answered[]): string | undefined {
  const refused = answered.reduce(
    (sum, { answer }) => sum + (answer.outcome === 'found' ? answer.refused : 0),
    0,
  )
  const failed = answered.filter(({ answer }) => answer.outcome === 'failed').map(({ name }) => name)
  const closed = answered.filter((one) => closedBy(one).length > 0).map(({ label }) => label)
  const parts = [
    ...(closed.length > 0 ? [`declared closed: ${closed.join(', ')}`] : []),
    ...(refused > 0 ? [`${refused} left out: too many, or no usable host and port`] : []),
    ...(failed.length > 0 ? [`no answer for ${failed.join(', ')}`] : []),
  ]
  return parts.length === 0 ? undefined : parts.join('; ')
}

function usable({ answer }: Answered): SrvRecord[] {
  return answer.outcome === 'found' ? answer.records.filter(({ target }) => target !== '') : []
}

// "." must be the only record (RFC 2782); beside real targets it says nothing.
function closedBy(one: Answered): ClosedService[] {
  const { answer, protocol, security, name } = one
  const says = answer.outcome === 'found' && answer.records.length > 0 && usable(one).length === 0
  return says ? [{ protocol, security, record: name }] : []
}

function serversOf(one: Answered): NamedServer[] {
  const { protocol, security } = one
  return usable(one).map(({ target, port, priority, weight }) => ({
    endpoint: { protocol, host: target, port, security },
    priority,
    weight,
  }))
}

function recordsOf({ name, answer }: Answered): string[] {
  if (answer.outcome !== 'found') return []
  return answer.records.map(
    ({ priority, weight, port, target }) => `${name} ${priority} ${weight} ${port} ${target || '.'}`,
  )
}

const securityOrder: readonly Endpoint['security'][] = ['tls', 'starttls', 'none']

/**
 * Lower priority first, then TLS from the first byte, then the greater weight: RFC 2782 draws lots by weight, but two runs
 * of a diagnosis must not differ.
 */
function inOrder(one: NamedServer, other: NamedServer): number {
  const [a, b] = [one.endpoint, other.endpoint]
  return (
    (one.priority ?? 0) - (other.priority ?? 0) ||
    securityOrder.indexOf(a.security) - securityOrder.indexOf(b.security) ||
    (other.weight ?? 0) - (one.weight ?? 0) ||
    compareText(`${a.protocol} ${a.host} ${a.port}`, `${b.protocol} ${b.host} ${b.port}`)
  )
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

// RFC 6186 section 3.4: priorities are compared across the two protocols.
function preferredProtocol(answered: readonly Answered[]): Protocol | undefined {
  const best = (protocol: Protocol) =>
    Math.min(
      ...answered
        .filter((one) => one.protocol === protocol)
        .flatMap((one) => usable(one).map(({ priority }) => priority)),
    )
  const [imap, pop3] = [best('imap'), best('pop3')]
  if (!Number.isFinite(imap) || !Number.isFinite(pop3) || imap === pop3) return undefined
  return imap < pop3 ? 'imap' : 'pop3'
}
