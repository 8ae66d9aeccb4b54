import { recommendFor } from '../../src/app/recommend.js'
import { settings } from '../../src/app/settings.js'
import { tool } from '../../src/app/tool.js'
import type {
  ClientId,
  EndpointProbe,
  OutgoingServer,
  ProbeDocument,
  RecommendationDocument,
  SettingsDocument,
  SetupId,
} from '../../src/model/index.js'
import { buildSettings } from '../../src/settings/build.js'
import { clientList, clients } from '../../src/settings/clients.js'
import { confirmedEndpoints } from '../../src/settings/confirmed.js'
import { fitting } from '../../src/settings/fit.js'
import { type Different, probeOf } from '../diagnose/literal-probe.js'

/** A probe document with these endpoints, and with an outgoing server if discovery found one. */
export function documentOf(endpoints: EndpointProbe[], outgoing?: OutgoingServer[]): ProbeDocument {
  return {
    kind: 'probe',
    schemaVersion: 1,
    tool: { name: 'mailadvise', version: '0.0.0' },
    request: {
      targets: ['mail.demo.example'],
      startedAt: '2026-06-01T12:00:00.000Z',
      timeoutMs: 30_000,
      notes: [],
    },
    environment: { node: 'v20.19.0', openssl: '3.0.0', trust: ['bundled roots of Node v20.19.0'] },
    endpoints,
    ...(outgoing && {
      discovery: {
        domain: 'demo.example',
        candidates: [],
        sources: [],
        closed: [],
        disagreements: [],
        outgoing,
      },
    }),
  }
}

/** An endpoint of a server on which everything works. */
export function healthy(port: number, different: Different = {}): EndpointProbe {
  const imap = port === 993 || port === 143
  const capabilities = imap
    ? { afterTls: ['IMAP4rev1', 'IDLE', 'SPECIAL-USE', 'AUTH=PLAIN'] }
    : { afterTls: ['TOP', 'UIDL', 'USER', 'SASL PLAIN'] }
  return probeOf({ port, capabilities, sasl: ['PLAIN'], ...different })
}

/** An endpoint that takes tokens only. */
export function tokensOnly(port: number, ...sasl: string[]): EndpointProbe {
  const afterTls =
    port === 993
      ? ['IMAP4rev1', 'LOGINDISABLED', ...sasl.map((name) => `AUTH=${name}`)]
      : ['TOP', 'UIDL', `SASL ${sasl.join(' ')}`]
  return healthy(port, { capabilities: { afterTls }, sasl })
}

/** Where mail is sent, as a discovery says it. */
export const submission: OutgoingServer = {
  host: 'smtp.demo.example',
  port: 465,
  security: 'tls',
  source: 'autoconfig',
  trust: 'provider',
}

/** One situation that each format is shown in, if it can express it. */
export interface Situation {
  name: string
  setup: SetupId
  probe: ProbeDocument
  user?: string
  caFiles?: string[]
}

const address = 'you@demo.example'

/** The situations of the golden files. */
export const situations: Situation[] = [
  {
    name: 'imap-offline-cache',
    setup: 'imap-offline-cache',
    probe: documentOf([healthy(143), healthy(993)]),
    user: address,
  },
  {
    name: 'imap-local-archive-starttls',
    setup: 'imap-local-archive',
    probe: documentOf([healthy(143)]),
    user: address,
  },
  {
    name: 'imap-outgoing-ca',
    setup: 'imap',
    probe: documentOf([healthy(993)], [submission]),
    user: address,
    caFiles: ['/etc/ssl/private-ca.pem'],
  },
  {
    name: 'imap-oauth',
    setup: 'imap',
    probe: documentOf([tokensOnly(993, 'XOAUTH2', 'OAUTHBEARER')], [submission]),
    user: address,
  },
  {
    name: 'pop-leave-on-server',
    setup: 'pop-leave-on-server',
    probe: documentOf([healthy(110), healthy(995)], [submission]),
    user: address,
  },
  { name: 'pop-starttls-no-user', setup: 'pop', probe: documentOf([healthy(110)]) },
]

/** The document for one program in one situation. */
export function settingsIn(client: ClientId, { setup, probe, user, caFiles }: Situation): SettingsDocument {
  return settings({ client, setup, probe, user, caFiles, answers: {} })
}

const advices = new Map<SetupId, RecommendationDocument>()

/** The advice for a set-up, worked out once: the properties need many files of the same. */
function adviceFor(setup: SetupId): RecommendationDocument {
  const known = advices.get(setup) ?? recommendFor({ answers: {} }, setup)
  advices.set(setup, known)
  return known
}

/** The file of one program, from endpoints and advice alone. */
export function buildFile(client: ClientId, { setup, probe, user, caFiles }: Situation): string {
  const protocol = setup.startsWith('pop') ? 'pop3' : 'imap'
  const confirmed = confirmedEndpoints(probe.endpoints, protocol, probe.request.startedAt)
  const fit = fitting(clients[client], { protocol, confirmed, oauthOnly: false }, clientList)
  const outgoing = probe.discovery?.outgoing
  const advice = adviceFor(setup)
  const input = {
    client: clients[client],
    ...fit,
    advice,
    tool: tool(),
    user,
    caFile: caFiles?.[0],
    outgoing,
  }
  return buildSettings(input)
    .files.map(({ content }) => content)
    .join('')
}

/** The file for one program in one situation. */
export function fileOf({ files }: SettingsDocument): string {
  const [file] = files
  if (file === undefined) throw new Error('there is no file')
  return file.content
}
