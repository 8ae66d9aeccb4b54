import { type Asked, type Endpoint, type Protocol, type Security, UserError } from '../model/index.js'
import { isAddress } from '../net/address.js'
import { readHost } from './host-name.js'
import { nearest } from './nearest.js'

/** What the targets of one call come to. */
export interface ParsedTargets {
  /** In the order typed, none twice. */
  endpoints: Endpoint[]
  /** How each endpoint came to be asked for, in their order; a guess is one that a probe may correct. */
  asked: Asked[]
  /** What was cleaned or assumed, to be said aloud. */
  notes: string[]
  /** The word `demo` was among them: the embedded server. */
  demo: boolean
}

interface Access {
  protocol: Protocol
  security: Security
}

const standardPorts: readonly (Access & { port: number })[] = [
  { port: 993, protocol: 'imap', security: 'tls' },
  { port: 143, protocol: 'imap', security: 'starttls' },
  { port: 995, protocol: 'pop3', security: 'tls' },
  { port: 110, protocol: 'pop3', security: 'starttls' },
]

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

/** A target taken apart, nothing judged yet. */
interface Parts {
  scheme: string | undefined
  user: string | undefined
  hadPassword: boolean
  host: string
  port: string | undefined
  rest: string
}

const shape =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?(\[[^\]]*\]|[^:/?#[\]]*)(?::([^/?#]*))?([/?#].*)?$/i

function takeApart(text: string): Parts | undefined {
  // A bare IPv6 address has no brackets, so its colons say nothing about a port.
  if (text.includes(':') && isAddress(text)) {
    return { scheme: undefined, user: undefined, hadPassword: false, host: text, port: undefined, rest: '' }
  }
  const found = shape.exec(text)
  if (found === null) return undefined
  const [, scheme, login, host = '', port, rest = ''] = found
  return {
    scheme: scheme?.toLowerCase(),
    user: login?.split(':')[0],
    hadPassword: login?.includes(':') ?? false,
    host: host.replace(/^\[|\]$/g, ''),
    port,
    rest,
  }
}

function bad(text: string, why: string, hint: string): UserError {
  return new UserError('bad-target', `Cannot use "${text}" as a target: ${why}`, { hint })
}

const forms = 'A target is mail.example.com, mail.example.com:993, imaps://mail.example.com or demo.'

/** A target as it may be shown and stored: one that was pasted with a password loses it. */
export function printableTarget(text: string): string {
  return text.replace(/^(\s*[a-z0-9+.-]+:\/\/)?([^:@/]*):.*@/i, '$1$2:...@')
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

/** user@domain and @domain: finding an account's servers is not part of this version. */
function checkNoAddress(text: string, { scheme, user, host }: Parts): void {
  if (user === undefined || (scheme !== undefined && scheme in schemes)) return
  throw bad(
    text,
    'finding the servers of an address is not part of this version yet',
    `Give the server instead, as your provider names it; often it is imap.${host} or mail.${host}.`,
  )
}

function hostOf(text: string, { host }: Parts): string {
  const reading = readHost(host)
  if ('host' in reading) return reading.host
  throw bad(text, reading.problem, reading.instead === undefined ? forms : `Did you mean ${reading.instead}?`)
}

function portOf(text: string, { port, host }: Parts): number | undefined {
  if (port === undefined) return undefined
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0
  if (number >= 1 && number <= 65_535) return number
  throw bad(
    text,
    `"${port}" is no port number`,
    `A port is a number from 1 to 65535, for example ${host}:993.`,
  )
}

/** Endpoints of a host without port or scheme: the standard ports, of which --security may choose. */
function standardEndpoints(host: string, security: Security | undefined): Endpoint[] {
  const onClearPort = security === 'none'
  return standardPorts
    .filter((one) => security === undefined || one.security === (onClearPort ? 'starttls' : security))
    .map(({ port, protocol, security: usual }) => ({
      protocol,
      host,
      port,
      security: onClearPort ? 'none' : usual,
    }))
}

function standardPort({ protocol, security }: Access): number {
  const usual = security === 'none' ? 'starttls' : security
  const found = standardPorts.find((one) => one.protocol === protocol && one.security === usual)
  if (found === undefined) throw new Error(`No standard port for ${protocol} with ${security}`)
  return found.port
}

function identity({ protocol, host, port, security }: Endpoint): string {
  return `${protocol} ${host} ${port} ${security}`
}

/** Reads one target after the other and gathers what they come to. */
class Reader {
  readonly result: ParsedTargets = { endpoints: [], asked: [], notes: [], demo: false }

  constructor(private readonly security: Security | undefined) {}

  read(typed: string): void {
    const text = typed.trim().replace(/\s+/g, '')
    if (text === '') throw bad(typed, 'it is empty', forms)
    if (text.toLowerCase() === 'demo') {
      this.result.demo = true
      return
    }
    const parts = takeApart(text)
    if (parts === undefined) throw bad(text, 'it has no form that a target can have', forms)
    if (text !== typed) this.note(`White space was removed: ${printableTarget(text)}`)
    this.readParts(printableTarget(text), parts)
  }

  private readParts(text: string, parts: Parts): void {
    if (/^mailto:/i.test(text)) throw bad(text, 'it is an address', forms)
    checkScheme(text, parts)
    checkNoAddress(text, parts)
    const host = hostOf(text, parts)
    const port = portOf(text, parts)
    this.noteLeftOut(text, parts, host)
    const access = parts.scheme === undefined ? undefined : schemes[parts.scheme]
    if (access !== undefined) this.addWithScheme(host, port, access)
    else if (port === undefined || pastedSchemes.includes(parts.scheme ?? ''))
      this.addAll(standardEndpoints(host, this.security), 'standard')
    else this.addWithPort(host, port)
  }

  private noteLeftOut(text: string, parts: Parts, host: string): void {
    if (pastedSchemes.includes(parts.scheme ?? '')) {
      this.note(`${text} is a web address; its host ${host} was taken`)
    } else if (parts.rest !== '' && parts.rest !== '/')
      this.note(`"${parts.rest}" after the host was left out`)
    if (parts.user) this.note(`To sign in as ${parts.user}, add: --user ${parts.user}`)
    if (parts.hadPassword) this.note('A password in a target is never used; see --password-stdin')
  }

  private addWithScheme(host: string, port: number | undefined, access: Access): void {
    const usual = port === undefined ? undefined : standardPorts.find((one) => one.port === port)
    const wrapped = access.security === 'starttls' && usual?.security === 'tls'
    if (wrapped && this.security === undefined)
      this.note(`Port ${port} speaks TLS from the first byte, so it is used that way`)
    const security = this.security ?? (wrapped ? 'tls' : access.security)
    const chosen = { protocol: access.protocol, security }
    this.addAll([{ ...chosen, host, port: port ?? standardPort(chosen) }], 'named')
  }

  private addWithPort(host: string, port: number): void {
    const usual = standardPorts.find((one) => one.port === port)
    const access = usual ?? { protocol: 'imap', security: 'tls' }
    const endpoint = { protocol: access.protocol, host, port, security: this.security ?? access.security }
    this.addAll([endpoint], usual === undefined ? 'guessed' : 'named')
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
 * @param texts as typed; white space and pasted web addresses are cleaned and noted
 * @param security what --security says about the named ports
 * @throws UserError `bad-target` with the nearest valid form
 */
export function parseTargets(texts: readonly string[], security?: Security): ParsedTargets {
  const reader = new Reader(security)
  for (const text of texts) reader.read(text)
  return reader.result
}
