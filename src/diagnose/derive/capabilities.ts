import type { Protocol } from '../../model/index.js'
import type { EndpointView } from '../view.js'

/** Mechanisms that take no name and password: domain or device credentials, or nothing at all. */
const withoutPassword = ['GSSAPI', 'GSS-SPNEGO', 'KERBEROS_V4', 'NTLM', 'EXTERNAL', 'ANONYMOUS']
const byToken = ['XOAUTH2', 'OAUTHBEARER']

/** Capability that announces the step from clear text to TLS. */
export function upgradeCapability(protocol: Protocol): 'STARTTLS' | 'STLS' {
  return protocol === 'imap' ? 'STARTTLS' : 'STLS'
}

/** SASL mechanisms in a list of upper-case capabilities: AUTH=… in IMAP, one SASL line in POP3 (RFC 5034 section 3). */
export function mechanismsIn(list: readonly string[], protocol: Protocol): string[] {
  return protocol === 'imap'
    ? list.filter((name) => name.startsWith('AUTH=')).map((name) => name.slice('AUTH='.length))
    : list.filter((line) => /^SASL( |$)/.test(line)).flatMap((line) => line.split(' ').slice(1))
}

/** Names under which an ordinary list announces a sign-in that sends the password itself. */
export function plainPasswordWays(list: readonly string[], protocol: Protocol): string[] {
  const ways = mechanismsIn(list, protocol).filter((name) => ['PLAIN', 'LOGIN'].includes(name))
  if (protocol === 'pop3') return list.includes('USER') ? ['USER', ...ways] : ways
  // LOGIN is open to everybody unless LOGINDISABLED is listed (RFC 9051 section 6.2.3).
  return list.includes('LOGINDISABLED') ? ways : ['LOGIN command', ...ways]
}

/** The list that holds for signing in: inside TLS where there is TLS. */
export function listForSignIn(view: EndpointView): string[] | undefined {
  if (view.endpoint.security === 'none') return undefined
  return view.capabilities('afterTls')
}

/** How a list lets people in. */
export type Doors = 'password' | 'token-only' | 'other-only' | 'none'

/** Which kinds of sign-in a list leaves open, once TLS is up. */
export function doorsIn(list: readonly string[], protocol: Protocol): Doors {
  const command = protocol === 'imap' ? !list.includes('LOGINDISABLED') : list.includes('USER')
  const mechanisms = mechanismsIn(list, protocol)
  const others = mechanisms.filter((name) => !withoutPassword.includes(name) && !byToken.includes(name))
  if (command || others.length > 0) return 'password'
  if (mechanisms.some((name) => byToken.includes(name))) return 'token-only'
  return mechanisms.length > 0 ? 'other-only' : 'none'
}

/** Capabilities that programs act upon, by their letters and digits alone. */
const wellKnown = new Map(
  [
    ...['SASL-IR', 'STARTTLS', 'LOGINDISABLED', 'SPECIAL-USE', 'LIST-EXTENDED', 'LIST-STATUS', 'UIDPLUS'],
    ...['CONDSTORE', 'QRESYNC', 'NAMESPACE', 'AUTH=PLAIN', 'AUTH=LOGIN', 'AUTH=XOAUTH2', 'IMAP4rev1'],
    ...['IMAP4rev2', 'STLS', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE', 'LOGIN-DELAY', 'PIPELINING', 'EXPIRE'],
  ].map((name) => [letters(name), name]),
)

function letters(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

/** A capability that no program recognises, because a sign in its name is wrong. */
export interface Misspelt {
  as: string
  means: string
}

/**
 * Names that differ from a well-known one in signs only (SASL_IR), and STARTTLS in POP3, where it is called STLS
 * (RFC 2595 section 4). A list that also has the right name misleads nobody.
 */
export function misspeltIn(list: readonly string[], protocol: Protocol): Misspelt[] {
  const names = list.map((line) => line.split(' ')[0] ?? '')
  return names.flatMap((as) => {
    const means = protocol === 'pop3' && as === 'STARTTLS' ? 'STLS' : wellKnown.get(letters(as))
    const right = means === undefined || names.includes(means.toUpperCase())
    return right ? [] : [{ as, means }]
  })
}

/** The number behind a POP3 capability: EXPIRE 30, LOGIN-DELAY 900 (RFC 2449 sections 6.5 and 6.7). */
export function numberOf(view: EndpointView, keyword: 'EXPIRE' | 'LOGIN-DELAY'): number | undefined {
  if (view.endpoint.protocol !== 'pop3') return undefined
  const line = view.bestCapabilities?.find((name) => name.startsWith(`${keyword} `))
  const value = Number.parseInt(line?.split(' ')[1] ?? '', 10)
  return Number.isNaN(value) ? undefined : value
}
