import type { Protocol, Security } from '../../model/index.js'
import type { NamedServer, NamedServers } from '../answer.js'
import { hostFrom, portFrom } from './host.js'
import { mostServers, quoted, type Reading, unreadable } from './reading.js'
import { userNameForm } from './user-name.js'
import { childOf, childrenOf, textOf, type XmlElement } from './xml.js'

/** What an answer of Autodiscover came to: settings, a further place to ask, or a refusal. */
export type AutodiscoverReading = Reading & {
  /** Where the same question should be asked, as received. */
  redirectUrl?: string
}

const protocols: Readonly<Record<string, Protocol | 'smtp'>> = { IMAP: 'imap', POP3: 'pop3', SMTP: 'smtp' }

// [MS-OXDSCLI] leaves the port out where it is the usual one.
const usualPorts: Readonly<Record<Protocol | 'smtp', Readonly<Record<Security, number>>>> = {
  imap: { tls: 993, starttls: 143, none: 143 },
  pop3: { tls: 995, starttls: 110, none: 110 },
  smtp: { tls: 465, starttls: 587, none: 25 },
}

/** The request for settings of one address ([MS-OXDSCLI], plain old XML). */
export function autodiscoverRequest(address: string): string {
  const schema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook'
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<Autodiscover xmlns="${schema}/requestschema/2006">`,
    `<Request><EMailAddress>${escaped(address)}</EMailAddress>`,
    `<AcceptableResponseSchema>${schema}/responseschema/2006a</AcceptableResponseSchema></Request>`,
    '</Autodiscover>',
  ].join('')
}

/**
 * Reads an answer of Autodiscover. Blocks of Exchange itself are passed over: they say nothing about IMAP and POP3.
 *
 * @throws WireFailure `malformed` when the root is that of something else
 */
export function readAutodiscover(root: XmlElement, address: string): AutodiscoverReading {
  if (root.name !== 'Autodiscover') {
    throw unreadable(`the document is no answer of Autodiscover: ${quoted(root.name)}`)
  }
  const response = childOf(root, 'Response')
  const account = childOf(response, 'Account')
  const remarks = refusals(response, account)
  const redirectUrl = textOf(account, 'RedirectUrl')
  const servers: NamedServers = { incoming: [], outgoing: [] }
  for (const block of childrenOf(account, 'Protocol').slice(0, mostServers)) {
    addServer(block, address, servers, remarks)
  }
  return { servers, remarks, ...(redirectUrl !== undefined && { redirectUrl }) }
}

function refusals(response: XmlElement | undefined, account: XmlElement | undefined): string[] {
  const error = childOf(response, 'Error')
  const code = textOf(error, 'ErrorCode')
  const other = textOf(account, 'RedirectAddr')
  return [
    ...(error === undefined
      ? []
      : [`it answered with an error (${quoted(code)}): ${quoted(textOf(error, 'Message'))}`]),
    ...(other === undefined ? [] : ['it points to another address, which is not followed']),
  ]
}

function addServer(block: XmlElement, address: string, servers: NamedServers, remarks: string[]): void {
  const type = textOf(block, 'Type') ?? ''
  const protocol = Object.hasOwn(protocols, type) ? protocols[type] : undefined
  if (protocol === undefined) return
  const host = hostFrom(textOf(block, 'Server') ?? '')
  const security = securityOf(block)
  const stated = textOf(block, 'Port')
  const port = stated === undefined ? usualPorts[protocol][security] : portFrom(stated)
  if (host === undefined) {
    remarks.push(`${protocol} left out: its host cannot be used (${quoted(textOf(block, 'Server'))})`)
  } else if (port === undefined) {
    remarks.push(`${protocol} left out: no port (${quoted(stated)})`)
  } else if (protocol === 'smtp') servers.outgoing.push({ host, port, security })
  else servers.incoming.push({ endpoint: { protocol, host, port, security }, ...signIn(block, address) })
}

/** Encryption overrides SSL, which is on where it is not said ([MS-OXDSCLI]); TLS means STARTTLS there. */
function securityOf(block: XmlElement): Security {
  const encryption = textOf(block, 'Encryption')?.toLowerCase()
  if (encryption === 'ssl') return 'tls'
  if (encryption === 'tls') return 'starttls'
  if (encryption === 'none') return 'none'
  return textOf(block, 'SSL')?.toLowerCase() === 'off' ? 'none' : 'tls'
}

function signIn(block: XmlElement, address: string): Pick<NamedServer, 'userName' | 'authentication'> {
  const loginName = textOf(block, 'LoginName')
  const spa = textOf(block, 'SPA')?.toLowerCase()
  return {
    ...(loginName !== undefined && { userName: userNameForm(loginName, address) }),
    ...(spa === 'on' && { authentication: ['ntlm' as const] }),
    ...(spa === 'off' && { authentication: ['password-cleartext' as const] }),
  }
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
