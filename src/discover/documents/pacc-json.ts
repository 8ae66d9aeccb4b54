import type { AuthenticationMethod } from '../../model/index.js'
import type { NamedServer, NamedServers } from '../answer.js'
import { hostFrom } from './host.js'
import { quoted, type Reading, unreadable } from './reading.js'

// draft-ietf-mailmaint-pacc knows TLS from the first byte only, so that the port follows from the protocol.
const incomingPorts = { imap: 993, pop3: 995 } as const
const submissionPort = 465

/** Names of the protocol that sends, in draft -03 and in -02. */
const submission = ['submit', 'smtp'] as const

/**
 * Reads a configuration of draft-ietf-mailmaint-pacc. Unknown keys are passed over; a protocol that is absent is not
 * offered.
 *
 * @returns undefined when it is a web page instead
 * @throws WireFailure `malformed`
 */
export function readPacc(body: Buffer): Reading | undefined {
  const text = decoded(body)
  if (/^\s*</.test(text)) return undefined
  const document = objectIn(parsed(text))
  const protocols = objectIn(document?.protocols)
  if (protocols === undefined) throw unreadable('the document is no mail configuration: no protocols')
  const authentication = authenticationIn(objectIn(document?.authentication))
  const remarks: string[] = []
  return { servers: serversIn(protocols, authentication, remarks), remarks }
}

type Members = Readonly<Record<string, unknown>>

function serversIn(
  protocols: Members,
  authentication: AuthenticationMethod[],
  remarks: string[],
): NamedServers {
  const hostOf = (name: string) => hostIn(protocols, name, remarks)
  const incoming = (['imap', 'pop3'] as const).flatMap((protocol): NamedServer[] => {
    const host = hostOf(protocol)
    if (host === undefined) return []
    const endpoint = { protocol, host, port: incomingPorts[protocol], security: 'tls' as const }
    return [{ endpoint, ...(authentication.length > 0 && { authentication }) }]
  })
  const sender = submission.map(hostOf).find((host) => host !== undefined)
  const outgoing =
    sender === undefined ? [] : [{ host: sender, port: submissionPort, security: 'tls' as const }]
  return { incoming, outgoing }
}

function hostIn(protocols: Members, name: string, remarks: string[]): string | undefined {
  if (!Object.hasOwn(protocols, name)) return undefined
  const text = objectIn(protocols[name])?.host
  const host = typeof text === 'string' ? hostFrom(text) : undefined
  if (host === undefined) {
    remarks.push(
      `${name} left out: its host cannot be used (${quoted(typeof text === 'string' ? text : undefined)})`,
    )
  }
  return host
}

function authenticationIn(authentication: Members | undefined): AuthenticationMethod[] {
  return [
    ...(objectIn(authentication?.['oauth-public']) !== undefined ? (['oauth2'] as const) : []),
    ...(authentication?.password === true ? (['password-cleartext'] as const) : []),
  ]
}

function objectIn(value: unknown): Members | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Members) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own words would quote the document.
    throw unreadable('the document is not JSON')
  }
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw unreadable('the document is not valid UTF-8')
  }
}
