import { type Asked, type Endpoint, type Security, UserError } from '../model/index.js'
import { isAddress } from '../net/address.js'
import { type AccountTarget, accountTarget, isAccount, type Parts } from './account-target.js'
import { readHost } from './host-name.js'
import { nearest } from './nearest.js'
import { type Access, standardEndpoints, standardPort, standardPorts } from './standard-ports.js'

/** What the targets of one call come to. */
export interface ParsedTargets {
  /** In the order typed, none twice. */
  endpoints: Endpoint[]
  /** How each endpoint came to be asked for, in their order; a guess is one that a probe may correct. */
  asked: Asked[]
  /** What was cleaned or assumed, to be said aloud. */
  notes: string[]
  /** The targets, as they may be shown, that lost white space at their ends. */
  trimmed: string[]
  /** Endpoints used with TLS although the target said STARTTLS, for their port speaks TLS from the first byte. */
  tlsInstead: Endpoint[]
  /** The word `demo` was among them: the embedded server. */
  demo: boolean
  /** user@domain or @domain: whose servers are to be looked for first. */
  account?: AccountTarget
}

const schemes: Readonly<Record<string, Access>> = {
  imap: { protocol: 'imap', security: 'starttls' },
  imaps: { protocol: 'imap', security: 'tls' },
  pop: { protocol: 'pop3', security: 'starttls' },
  pops: { protocol: 'pop3', security: 'tls' },
  pop3: { protocol: 'pop3', security: 'starttls' },
  pop3s: { protocol: 'pop3', security: 'tls' },
}

const offeredSchemes = ['imap', 'imaps', 'pop', 'pops']
const pastedSchemes = ['http', 'https']

const schemeForm = /^([a-z][a-z0-9+.-]*):\/\//i
const placeForm = /^(\[[^\]]*\]|[^:/?#[\]]*)(?::([^/?#]*))?([/?#].*)?$/

/** The sign that ends a login, also as a full-width one; encoded, it is a part of what it stands in. */
function lastAt(text: string): number {
  return Math.max(...['@', '\uff20', '\ufe6b'].map((sign) => text.lastIndexOf(sign)))
}

function takeApart(text: string): Parts | undefined {
  // A bare IPv6 address has no brackets, so its colons say nothing about a port.
  if (text.includes(':') && isAddress(text)) {
    return { scheme: undefined, user: undefined, hadPassword: false, host: text, port: undefined, rest: '' }
  }
  const [start = '', scheme] = schemeForm.exec(text) ?? []
  // The last one: a password may hold any character, and what stands before it must never be taken for a host.
  const at = lastAt(text)
  const login = at < start.length ? undefined : text.slice(start.length, at)
  const found = placeForm.exec(login === undefined ? text.slice(start.length) : text.slice(at + 1))
  if (found === null) return undefined
  const [, host = '', port, rest = ''] = found
  return {
    scheme: scheme?.toLowerCase(),
    user: login?.split(passwordStart)[0],
    hadPassword: login !== undefined && passwordStart.test(login),
    host: host.replace(/^\[|\]$/g, ''),
    port,
    rest,
  }
}

/** @param text as typed: a password in it is cut out here, so that no message can show one */
function bad(text: string, why: string, hint: string): UserError {
  return new UserError('bad-target', `Cannot use "${printableTarget(text)}" as a target: ${why}`, { hint })
}

const forms =
  'A target is you@example.com, mail.example.com, mail.example.com:993, imaps://mail.example.com or demo.'

/** The signs that end a login, and those that start its password, in the forms in which they are pasted. */
const loginEnd = /@|\uff20|\ufe6b|%40/gi
const passwordStart = /:|\uff1a|\ufe55|%3a/i

/**
 * A target as it may be shown and stored: one that was pasted with a password loses it. Also for words that are no valid
 * target: whatever stands between the first colon of a login and its last `@` is cut.
 */
export function printableTarget(text: string): string {
  const start = /^\s*[a-z0-9+.-]+:\/\//i.exec(text)?.[0].length ?? 0
  const end = [...text.matchAll(loginEnd)].at(-1)?.index ?? -1
  const colon = text.slice(start, Math.max(start, end)).search(passwordStart)
  return colon === -1 ? text : `${text.slice(0, start + colon)}:...@${text.slice(end).replace(loginSign, '')}`
}

const loginSign = new RegExp(`^(?:${loginEnd.source})`, 'i')

/**
 * A login that holds what ends a host could as well be a host with a path: nothing is contacted on a guess which of the
 * two was meant.
 */
function checkLogin(text: string, { scheme }: Parts): void {
  const login = text.slice(schemeForm.exec(text)?.[0].length ?? 0, Math.max(0, lastAt(text)))
  if (!/[/?#]/.test(login)) return
  const isWeb = pastedSchemes.includes(scheme ?? '')
  const withoutPassword = /^[^:]*$|^[^:]*:\d*[/?#]|^\[/.test(login)
  if (isWeb || withoutPassword) throw bad(text, 'it is not clear where its host is', forms)
}

/** What looks like several targets, or like one whose scheme lacks its slashes. */
function checkOneTarget(text: string): void {
  const pieces = text.split(/[,;]+/).filter((piece) => piece !== '')
  const hosts = pieces.map((piece) => takeApart(piece)?.host ?? '')
  if (pieces.length > 1 && !text.includes('@') && hosts.every(looksWhole)) {
    throw bad(text, severalTargets, `Did you mean ${pieces.join(' ')}?`)
  }
  const [, scheme, rest = ''] = /^([a-z0-9]+):\/?(?!\/)(.*)$/i.exec(text) ?? []
  if (scheme !== undefined && scheme.toLowerCase() in schemes && !/^\d*$/.test(rest)) {
    const host = rest.slice(rest.lastIndexOf('@') + 1)
    throw bad(text, 'the scheme lacks its slashes', `Did you mean ${scheme.toLowerCase()}://${host}?`)
  }
}

const severalTargets = 'two targets? each is an argument, or a line of a list, of its own'

function looksWhole(host: string): boolean {
  return /[.:]/.test(host) && 'host' in readHost(host)
}

/** The word for the embedded server, with something around it. */
function checkNotDemo(text: string, { host }: Parts): void {
  if (host.toLowerCase().replace(/\.$/, '') !== 'demo') return
  throw bad(text, 'demo stands alone', 'For the embedded server: mailadvise probe demo')
}

function checkScheme(text: string, { scheme, host }: Parts): void {
  if (scheme === undefined || scheme in schemes || pastedSchemes.includes(scheme)) return
  if (scheme.startsWith('smtp') || scheme === 'submission') {
    throw bad(text, 'SMTP only sends mail', `To look at where mail is read: imaps://${host}`)
  }
  throw bad(
    text,
    `unknown scheme ${scheme}://`,
    `Did you mean ${nearest(scheme, offeredSchemes) ?? 'imaps'}://${host}?`,
  )
}

function hostOf(text: string, { scheme, host, port }: Parts): string {
  const reading = readHost(host)
  if ('host' in reading) return reading.host
  const { instead } = reading
  const before = scheme === undefined ? '' : `${scheme}://`
  const after = port !== undefined && isPort(port) ? `:${port}` : ''
  throw bad(
    text,
    reading.problem,
    instead === undefined ? forms : `Did you mean ${before}${instead}${after}?`,
  )
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

function portOf(text: string, { port, host }: Parts): number | undefined {
  if (port === undefined) return undefined
  if (isPort(port)) return Number(port)
  throw bad(
    text,
    'what stands after the colon is no port number',
    `A port is a number from 1 to 65535, for example ${host}:993.`,
  )
}

function identity({ protocol, host, port, security }: Endpoint): string {
  return `${protocol} ${host} ${port} ${security}`
}

const securityNames = { tls: 'implicit TLS', starttls: 'STARTTLS', none: 'clear text' }
const popScheme = { tls: 'pops', starttls: 'pop', none: 'pop' }

function place(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Reads one target after the other and gathers what they come to. */
class Reader {
  readonly result: ParsedTargets = {
    endpoints: [],
    asked: [],
    notes: [],
    trimmed: [],
    tlsInstead: [],
    demo: false,
  }

  constructor(private readonly security: Security | undefined) {}

  read(typed: string): void {
    const text = typed.trim()
    if (text === '') throw bad(typed, 'it is empty', forms)
    if (/\s/.test(text)) throw bad(text, 'there is white space in it', `${sentence(severalTargets)}.`)
    if (text !== typed) this.noteTrimmed(printableTarget(text))
    if (text.toLowerCase() === 'demo') {
      this.result.demo = true
      return
    }
    checkOneTarget(text)
    const parts = takeApart(text)
    if (parts === undefined) throw bad(text, 'it has no form that a target can have', forms)
    this.readParts(text, parts)
  }

  private readParts(text: string, parts: Parts): void {
    if (/^mailto:/i.test(text)) throw bad(text, 'it is an address', forms)
    checkScheme(text, parts)
    checkLogin(text, parts)
    checkNotDemo(text, parts)
    const host = hostOf(text, parts)
    if (isAccount(parts)) this.addAccount(text, parts, host)
    else this.addServer(text, parts, host)
  }

  private addServer(text: string, parts: Parts, host: string): void {
    const port = portOf(text, parts)
    this.noteLeftOut(printableTarget(text), parts, host)
    const access = parts.scheme === undefined ? undefined : schemes[parts.scheme]
    if (access !== undefined) this.addWithScheme(parts, host, port, access)
    else if (port === undefined || pastedSchemes.includes(parts.scheme ?? ''))
      this.addAll(standardEndpoints(host, this.security), 'standard')
    else this.addWithPort(host, port)
  }

  private addAccount(text: string, parts: Parts, domain: string): void {
    const account = accountTarget(parts, domain)
    if ('problem' in account) throw bad(text, account.problem, account.hint)
    const { target } = this.result.account ?? account
    if (target !== account.target)
      throw bad(text, `there is ${target} already`, 'The targets of one call belong to one account.')
    this.result.account = account
  }

  private noteTrimmed(text: string): void {
    this.result.trimmed.push(text)
    this.note(`White space was removed: ${text}`)
  }

  private noteLeftOut(text: string, parts: Parts, host: string): void {
    if (pastedSchemes.includes(parts.scheme ?? '')) {
      this.note(`${text} is a web address; its host ${host} was taken`)
    } else if (parts.rest !== '' && parts.rest !== '/')
      this.note(`"${parts.rest}" after the host was left out`)
    if (parts.user) this.note(`To sign in as ${parts.user}, add: --user ${parts.user}`)
    if (parts.hadPassword) this.note('A password in a target is never used; see --password-stdin')
  }

  private addWithScheme(parts: Parts, host: string, port: number | undefined, access: Access): void {
    const usual = standardPorts.find((one) => one.port === port)
    const wrapped = access.security === 'starttls' && usual?.security === 'tls'
    this.checkSecurity(`${parts.scheme}://`, access, wrapped)
    const security = this.security ?? (wrapped ? 'tls' : access.security)
    const chosen = { protocol: access.protocol, security }
    const endpoint = { ...chosen, host, port: port ?? standardPort(chosen) }
    if (wrapped && this.security === undefined) {
      this.note(`Port ${port} speaks TLS from the first byte, so it is used that way`)
      this.result.tlsInstead.push(endpoint)
    }
    this.addAll([endpoint], 'named')
  }

  /** Two words that contradict each other: neither may win silently. */
  private checkSecurity(scheme: string, access: Access, wrapped: boolean): void {
    if (this.security === undefined || this.security === access.security || wrapped) return
    // A scheme with STARTTLS names the port in clear, on which TLS can be left out.
    if (access.security === 'starttls' && this.security === 'none') return
    const means = access.security === 'tls' ? 'implicit TLS' : 'STARTTLS'
    throw new UserError('usage', `${scheme} already means ${means}: leave out --security`)
  }

  private addWithPort(host: string, port: number): void {
    const usual = standardPorts.find((one) => one.port === port)
    const { protocol, security: assumed } = usual ?? { protocol: 'imap', security: 'tls' }
    const security = this.security ?? assumed
    if (usual !== undefined && security !== assumed)
      this.note(`Port ${port} is usually for ${securityNames[assumed]}; --security ${security} is used on it`)
    // What was said is not to be guessed away, and a guess is all or nothing.
    const isGuess = usual === undefined && this.security === undefined
    if (usual === undefined && !isGuess)
      this.note(
        `Port ${port} was taken for IMAP; for POP write ${popScheme[security]}://${place(host, port)}`,
      )
    this.addAll([{ protocol, host, port, security }], isGuess ? 'guessed' : 'named')
  }

  private addAll(endpoints: readonly Endpoint[], asked: Asked): void {
    for (const endpoint of endpoints) {
      const known = this.result.endpoints.map(identity).indexOf(identity(endpoint))
      if (known === -1) {
        this.result.endpoints.push(endpoint)
        this.result.asked.push(asked)
      } else if (asked === 'named') this.result.asked[known] = asked
    }
  }

  private note(text: string): void {
    this.result.notes.push(text)
  }
}

/**
 * Reads the targets of one call, which belong to one account.
 *
 * @param texts as typed; white space at the ends and pasted web addresses are cleaned and noted
 * @param security what --security says about the named ports
 * @throws UserError `bad-target` with the nearest valid form; `usage` when it contradicts a scheme
 */
export function parseTargets(texts: readonly string[], security?: Security): ParsedTargets {
  const reader = new Reader(security)
  for (const text of texts) reader.read(text)
  return reader.result
}
