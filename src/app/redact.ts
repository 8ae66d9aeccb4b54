import { maskerFor, Secret } from '../net/secret.js'

/** What stands where an identity stood. */
export const mark = '[user]'

/** Fields whose values the schemas limit to a few words: a user who is called "imap" must not make a document invalid. */
const wordFields: ReadonlySet<string> = new Set([
  ...['kind', 'id', 'rule', 'rows', 'rootCause', 'rootCauses', 'choice', 'changedFrom', 'family', 'families'],
  ...['setup', 'setups', 'rulesOut', 'certainty', 'verdict', 'severity', 'stage', 'for', 'outcome', 'cause'],
  ...[
    'protocol',
    'preferredProtocol',
    'security',
    'asked',
    'status',
    'direction',
    'source',
    'sources',
    'trust',
  ],
  ...[
    'traits',
    'userForm',
    'authentication',
    'form',
    'role',
    'by',
    'providerBy',
    'what',
    'needs',
    'question',
  ],
  ...['alsoFrom', 'try', 'phase', 'provider', 'name', 'from', 'to', 'user-name', 'userName'],
])
const word = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Parts of a document that hold nothing but such words, and those in which servers choose even what looks like one. */
const wordParts: ReadonlySet<string> = new Set(['tool', 'answers', 'serverFacts'])
const freeParts: ReadonlySet<string> = new Set(['args', 'explained', 'oauthError'])

/** Fields that hold the names and addresses of hosts, which stay. */
const hostFields: ReadonlySet<string> = new Set(['host', 'domain', 'names', 'connectedTo', 'addresses'])

/** Fields that hold targets as they were typed. */
const targetFields: ReadonlySet<string> = new Set(['targets', 'target'])

/** Fields without a word of anybody: digests and points in time, in which a short name could show up by chance. */
const plainFields: ReadonlySet<string> = new Set([
  ...['fingerprint256', 'startedAt', 'validFrom', 'validTo', 'expiresAt'],
])

/** Names shorter than this are also found within ordinary words, so they are masked as whole words only. */
const longName = 6

type Mask = (text: string) => string

/** The part before the @, without what follows a + (RFC 5233 section 1), and what follows the domain of Windows. */
function namesOf(identity: string): string[] {
  const at = identity.lastIndexOf('@')
  const local = at === -1 ? identity : identity.slice(0, at)
  const account = local.slice(local.lastIndexOf('\\') + 1)
  const [base = ''] = account.split('+')
  return [local, account, base].filter((name) => name !== '')
}

function secrets(texts: Iterable<string>): Secret[] {
  return [...texts].map((text) => new Secret(text))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}

/** Lets a mask work on what is between the names of hosts: a user called "mail" must not hide mail.example.com. */
function sparing(hosts: readonly string[], mask: Mask): Mask {
  if (hosts.length === 0) return mask
  const longestFirst = [...hosts].sort((a, b) => b.length - a.length).map(escaped)
  const host = new RegExp(`((?<![\\p{L}\\p{N}._-])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_-]))`, 'iu')
  // Every second piece is a host, by the group of the pattern.
  return (text) =>
    text
      .split(host)
      .map((piece, index) => (index % 2 === 1 ? piece : mask(piece)))
      .join('')
}

function maskFor(identities: readonly string[], hosts: readonly string[]): Mask {
  // A target such as @example.com names nobody.
  const people = new Set(
    identities.map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('@')),
  )
  const names = new Set([...people].flatMap(namesOf))
  const all = [...new Set([...people, ...names])]
  const isLong = (name: string) => name.length >= longName
  const beforeDomain = maskerFor(secrets(names), { mark, only: 'before-at' })
  const long = maskerFor(secrets(all.filter(isLong)), { mark })
  const short = maskerFor(secrets(all.filter((name) => !isLong(name))), { mark, only: 'whole-words' })
  const lower = new Set(all.map((name) => name.toLowerCase()))
  const kept = hosts.filter((host) => !lower.has(host.toLowerCase()))
  const rest = sparing(kept, (text) => short(long(text)))
  // First where a domain follows: that stays, since a ticket without it helps nobody.
  return (text) => rest(beforeDomain(text))
}

/** Whom a document names by itself: who signed in, and the addresses among its targets. */
function identitiesIn(document: object): string[] {
  const { request } = document as { request?: { user?: unknown; targets?: unknown; target?: unknown } }
  const targets = [request?.targets, request?.target].flat().filter((one) => typeof one === 'string')
  const addresses = targets
    .filter((one) => one.includes('@'))
    .map((one) => one.replace(/^[a-z0-9+]+:\/\//i, ''))
  return typeof request?.user === 'string' ? [request.user, ...addresses] : addresses
}

/** Called with each text of a document and the names of the fields that it stands in; gives the text to put in its place. */
type Visit = (text: string, path: readonly string[]) => string

function rewritten(value: unknown, visit: Visit, path: readonly string[] = []): unknown {
  if (typeof value === 'string') return visit(value, path)
  if (Array.isArray(value)) return value.map((one) => rewritten(one, visit, path))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([key, one]) => [key, rewritten(one, visit, [...path, key])])
  return Object.fromEntries(fields)
}

function hostsIn(document: object): string[] {
  const hosts = new Set<string>()
  rewritten(document, (text, path) => {
    if (hostFields.has(path.at(-1) ?? '') && /^[^\s@]+$/.test(text)) hosts.add(text)
    return text
  })
  return [...hosts]
}

function stays(text: string, path: readonly string[]): boolean {
  const field = path.at(-1) ?? ''
  // What was typed without an @ is a host, or the word demo, also where the user of the demo is called that.
  if (targetFields.has(field) && !/[@\uff20\ufe6b]|%40/i.test(text)) return true
  if (plainFields.has(field) || path.some((part) => wordParts.has(part))) return true
  if (path.some((part) => freeParts.has(part))) return false
  return wordFields.has(field) && word.test(text)
}

/**
 * The same document with user names and addresses masked in every text, also in the words of a server, in any letter case
 * and in the encodings that maskerFor knows. Host names stay, and so does what is behind the @ of an address.
 *
 * @param document any document; it is not changed
 * @param also identities that it does not name by itself, such as the user of the probe behind a recommendation
 */
export function redact<Document extends object>(document: Document, also: readonly string[] = []): Document {
  const mask = maskFor([...identitiesIn(document), ...also], hostsIn(document))
  return rewritten(document, (text, path) => (stays(text, path) ? text : mask(text))) as Document
}
