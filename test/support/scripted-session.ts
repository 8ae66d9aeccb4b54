import type { Socket } from 'node:net'
import { expect } from 'vitest'
import type { EndpointProbe, Protocol } from '../../src/model/index.js'
import { Secret, type TranscriptLine } from '../../src/net/index.js'
import type { ProbeOptions } from '../../src/probe/probe-endpoints.js'
import { probeOne } from './probing.js'
import { onLines, type RawServer, rawServer, type TestCertificate, testCertificate } from './raw-server.js'
import { beyondReading } from './read-only.js'

const servers: RawServer[] = []
let certificate: TestCertificate

/** Makes the certificate of the servers; to be called before any of them. */
export async function prepareServers(): Promise<void> {
  certificate = await testCertificate()
}

/** Ends all of them. */
export async function closeServers(): Promise<void> {
  await Promise.all(servers.map((server) => server.close()))
}

/** What a scripted server says to a command. */
export type Answer = string | string[] | ((socket: Socket, tag: string) => void)

/**
 * A server inside TLS that answers by the longest key that the command begins with; of a list, one answer after the
 * other, the last one for ever. `{tag}` stands for an IMAP tag.
 */
export async function serving(protocol: Protocol, answers: Record<string, Answer>): Promise<RawServer> {
  const counts = new Map<string, number>()
  const keys = Object.keys(answers).sort((a, b) => b.length - a.length)
  const server = await rawServer((socket) => {
    socket.write(protocol === 'imap' ? '* OK hello\r\n' : '+OK hello\r\n')
    onLines(socket, (line) => {
      const [tag = ''] = protocol === 'imap' ? line.split(' ') : ['']
      const command = protocol === 'imap' ? line.slice(tag.length + 1) : line
      const key = keys.find((one) => command.startsWith(one)) ?? ''
      const answer = answers[key] ?? (protocol === 'imap' ? '{tag} BAD what\r\n' : '-ERR what\r\n')
      if (typeof answer === 'function') return answer(socket, tag)
      const list = Array.isArray(answer) ? answer : [answer]
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      socket.write((list[Math.min(count, list.length - 1)] ?? '').replaceAll('{tag}', tag))
    })
  }, certificate)
  servers.push(server)
  return server
}

/** Signs in, and holds that nothing but reading was asked. */
export async function look(server: RawServer, protocol: Protocol, more: Partial<ProbeOptions> = {}) {
  const lines: TranscriptLine[] = []
  const probe = await probeOne(server.port, protocol, 'tls', {
    timeoutMs: 12_000,
    caPem: [certificate.caPem],
    signIn: { user: 'demo', secret: new Secret('pass word') },
    onLine: (_endpoint, line) => lines.push(line),
    ...more,
  })
  expect(beyondReading(lines)).toEqual([])
  return { probe, lines }
}

/** A server that lists these capabilities after sign-in. */
export function imap(capabilities: string, more: Record<string, Answer> = {}): Record<string, Answer> {
  return {
    CAPABILITY: '* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n',
    LOGIN: `{tag} OK [CAPABILITY IMAP4rev1 ${capabilities}] in\r\n`,
    NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n{tag} OK done\r\n',
    'STATUS INBOX': '* STATUS INBOX (MESSAGES 4 SIZE 400)\r\n{tag} OK done\r\n',
    LIST: '* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n{tag} OK done\r\n',
    'LIST "" ""': '* LIST (\\Noselect) "/" ""\r\n{tag} OK done\r\n',
    LSUB: '{tag} OK done\r\n',
    STATUS: '* STATUS Sent (MESSAGES 6 SIZE 600)\r\n{tag} OK done\r\n',
    EXAMINE: '* 4 EXISTS\r\n{tag} OK [READ-ONLY] done\r\n',
    IDLE: (socket, tag) => {
      socket.write('+ idling\r\n')
      idleTags.set(socket, tag)
    },
    '': (socket) => socket.write(`${idleTags.get(socket)} OK idle done\r\n`),
    NOOP: '{tag} OK done\r\n',
    ...more,
  }
}

const idleTags = new WeakMap<Socket, string>()

/** A server with two messages. */
export function pop3(more: Record<string, Answer> = {}): Record<string, Answer> {
  return {
    CAPA: '+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN\r\n.\r\n',
    AUTH: '+OK in\r\n',
    STAT: '+OK 2 300\r\n',
    UIDL: '+OK\r\n1 a\r\n2 b\r\n.\r\n',
    'TOP 1 0': '+OK\r\nSubject: a private matter\r\n\r\n.\r\n',
    RSET: '+OK\r\n',
    QUIT: '+OK\r\n',
    ...more,
  }
}

/** What was asked for and not told, with the cause of each. */
export function untold(probe: EndpointProbe): string[] {
  return (probe.session?.untold ?? []).map(({ what, failure }) => `${what} ${failure.cause}`)
}
