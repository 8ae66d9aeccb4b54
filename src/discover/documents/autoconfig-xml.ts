import type { AuthenticationMethod, Protocol, Security } from '../../model/index.js'
import type { NamedServer, NamedServers } from '../answer.js'
import { hostFrom, portFrom } from './host.js'
import { mostServers, quoted, type Reading, unreadable } from './reading.js'
import { userNameForm } from './user-name.js'
import { childOf, childrenOf, textOf, type XmlElement } from './xml.js'

/** Whose settings a document is read for. */
export interface Reader {
  /** In A-labels; stands for the placeholder of the domain in host names. */
  domain: string
  /** The whole address, when the source was allowed to know it. */
  address: string | undefined
}

/** Values of socketType. STARTTLS never means "or in clear". */
const securities: Readonly<Record<string, Security>> = {
  ssl: 'tls',
  tls: 'tls',
  starttls: 'starttls',
  plain: 'none',
}

/** Values of authentication, the old names included. */
const methods: Readonly<Record<string, AuthenticationMethod>> = {
  'password-cleartext': 'password-cleartext',
  plain: 'password-cleartext',
  'password-encrypted': 'password-encrypted',
  secure: 'password-encrypted',
  ntlm: 'ntlm',
  gssapi: 'gssapi',
  oauth2: 'oauth2',
  'tls-client-cert': 'client-certificate',
  'client-ip-address': 'client-ip-address',
}

/**
 * Reads a configuration in the format of draft-ietf-mailmaint-autoconfig. Unknown elements are passed over, an entry that
 * cannot be used is named in the remarks, and the others are kept.
 *
 * @throws WireFailure `malformed` when the root is that of something else
 */
export function readAutoconfig(root: XmlElement, reader: Reader): Reading {
  if (root.name !== 'clientConfig')
    throw unreadable(`the document is no mail configuration: ${quoted(root.name)}`)
  const providers = childrenOf(root, 'emailProvider')
  const incoming = providers.flatMap((provider) => childrenOf(provider, 'incomingServer'))
  const outgoing = providers.flatMap((provider) => childrenOf(provider, 'outgoingServer'))
  const remarks: string[] = []
  const servers: NamedServers = {
    incoming: incoming.slice(0, mostServers).flatMap((entry) => incomingServer(entry, reader, remarks)),
    outgoing: outgoing.slice(0, mostServers).flatMap((entry) => outgoingServer(entry, reader, remarks)),
  }
  const tooMany = incoming.length - mostServers
  if (tooMany > 0) remarks.push(`${tooMany} further servers left out`)
  return { servers, remarks }
}

function incomingServer(entry: XmlElement, reader: Reader, remarks: string[]): NamedServer[] {
  const type = entry.attributes.get('type')
  // Other types are not faults: Exchange and JMAP stand beside the mail protocols.
  if (type !== 'imap' && type !== 'pop3') return []
  const place = placeOf(entry, type, reader, remarks)
  if (place === undefined) return []
  const server: NamedServer = { endpoint: { protocol: type, ...place } }
  const userName = textOf(entry, 'username')
  if (userName !== undefined) server.userName = userNameForm(userName, reader.address)
  const authentication = authenticationOf(entry)
  if (authentication.length > 0) server.authentication = authentication
  const elsewhere = strangePort(type, place.port)
  if (elsewhere !== undefined) remarks.push(elsewhere)
  return [type === 'pop3' ? { ...server, ...retention(entry) } : server]
}

function outgoingServer(entry: XmlElement, reader: Reader, remarks: string[]): NamedServers['outgoing'] {
  if (entry.attributes.get('type') !== 'smtp') return []
  const place = placeOf(entry, 'smtp', reader, remarks)
  return place === undefined ? [] : [place]
}

function placeOf(
  entry: XmlElement,
  type: Protocol | 'smtp',
  { domain }: Reader,
  remarks: string[],
): NamedServers['outgoing'][number] | undefined {
  const hostname = textOf(entry, 'hostname')
  const host = hostFrom((hostname ?? '').replace(/%EMAILDOMAIN%/gi, domain))
  const port = portFrom(textOf(entry, 'port') ?? '')
  // Several may be listed: the first known one counts.
  const socketTypes = childrenOf(entry, 'socketType').map(({ text }) => text)
  const security = socketTypes.flatMap((text) => known(securities, text) ?? []).at(0)
  if (host === undefined) remarks.push(`${type} left out: its host cannot be used (${quoted(hostname)})`)
  else if (port === undefined) remarks.push(`${type} left out: no port (${quoted(textOf(entry, 'port'))})`)
  else if (security === undefined) {
    remarks.push(`${type} left out: no known socketType (${quoted(socketTypes.at(0))})`)
  } else return { host, port, security }
  return undefined
}

function authenticationOf(entry: XmlElement): AuthenticationMethod[] {
  const named = childrenOf(entry, 'authentication').map(({ text }) => known(methods, text) ?? 'unknown')
  return [...new Set(named)]
}

/** A table's value for a word of a document, in any letter case. */
function known<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  const key = word.toLowerCase()
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** Whether and how long fetched mail stays on the server, where the document says so. */
function retention(entry: XmlElement): Pick<NamedServer, 'leaveOnServer' | 'daysOnServer'> {
  const pop3 = childOf(entry, 'pop3')
  const leave = textOf(pop3, 'leaveMessagesOnServer')?.toLowerCase()
  const days = textOf(pop3, 'daysToLeaveMessagesOnServer') ?? ''
  return {
    ...((leave === 'true' || leave === 'false') && { leaveOnServer: leave === 'true' }),
    ...(/^\d{1,5}$/.test(days) && { daysOnServer: Number(days) }),
  }
}

// Seen in the wild: POP3 on 993, where it may even answer. The document's word is kept, and the oddity said.
const standardPorts: Readonly<Record<Protocol, readonly number[]>> = { imap: [993, 143], pop3: [995, 110] }

function strangePort(protocol: Protocol, port: number): string | undefined {
  const other = protocol === 'imap' ? 'pop3' : 'imap'
  return standardPorts[other].includes(port) ? `${protocol} on port ${port}, the port of ${other}` : undefined
}
