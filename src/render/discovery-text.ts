import { loadProvider } from '../catalogue/data.js'
import {
  type AuthenticationMethod,
  type Candidate,
  type DiscoveryDocument,
  type DiscoveryResult,
  isWithoutDns,
  type SourceResult,
  sourcesOf,
  type Trust,
} from '../model/index.js'
import { displayWidth, padToWidth } from './display-width.js'
import { endpointName } from './endpoint.js'
import { addEnvironment } from './environment-text.js'
import { sourceName } from './found-by.js'
import { Page, type RenderOptions, type Tone } from './page.js'

const trustWords: Readonly<Record<Trust, string>> = {
  proven: 'proven',
  provider: 'the domain',
  'third-party': 'third party',
  inferred: 'inferred',
  unverified: 'unverified',
}

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const

function named(source: SourceResult, { candidates }: Pick<DiscoveryResult, 'candidates'>): string[] {
  return candidates
    .filter((one) => sourcesOf(one).includes(source.source))
    .map(({ endpoint }) => endpointName(endpoint))
}

/** What a source said, in one cell. */
function words(source: SourceResult, result: Pick<DiscoveryResult, 'candidates'>): string {
  const { outcome, because, failure, lastChecked } = source
  const age = lastChecked === undefined ? [] : [`checked ${lastChecked}`]
  const remark = because === undefined ? [] : [because]
  if (outcome === 'found') return [named(source, result).join(' '), ...remark, ...age].join('; ')
  if (outcome === 'failed') return `failed: ${failure?.message ?? 'no reason known'}`
  if (outcome === 'skipped') return `not asked: ${because ?? 'no reason known'}`
  return ['nothing', ...remark, ...age].join('; ')
}

function addCandidates(page: Page, { candidates }: DiscoveryResult): void {
  for (const candidate of candidates) {
    page.item(`${endpointName(candidate.endpoint)}  `, details(candidate), toneOf(candidate), 2)
  }
}

function details(candidate: Candidate): string {
  const { trust, userName, authentication, mayReceiveSecrets } = candidate
  const parts = [
    sourcesOf(candidate).map(sourceName).join(', '),
    trustWords[trust],
    ...(userName === undefined ? [] : [`user name: ${userNames[userName]}`]),
    ...(authentication === undefined
      ? []
      : [`sign-in: ${authentication.map((method) => methods[method]).join(' or ')}`]),
    ...(mayReceiveSecrets ? [] : ['a password goes there only once you accept it']),
  ]
  return parts.join('; ')
}

const userNames = {
  address: 'the whole address',
  'local-part': 'what stands before the @',
  'domain-literal': 'both parts of the address, joined by another sign',
  other: 'a name of its own',
} as const

const methods: Readonly<Record<AuthenticationMethod, string>> = {
  // In autoconfig documents this means that the password itself is sent inside the connection, not that it is insecure.
  'password-cleartext': 'password',
  'password-encrypted': 'password by challenge',
  oauth2: 'OAuth2',
  ntlm: 'NTLM',
  gssapi: 'Kerberos',
  'client-certificate': 'client certificate',
  'client-ip-address': 'the address of the network',
  unknown: 'a method unknown here',
}

function toneOf({ trust }: Candidate): Tone {
  return trust === 'unverified' ? 'warn' : 'good'
}

/** Not listed, declared closed and not found are three things; each is said of each protocol. */
function addMissing(page: Page, { candidates, closed, sources, provider: id }: DiscoveryResult): void {
  const provider = id === undefined ? undefined : loadProvider(id)
  for (const protocol of ['imap', 'pop3'] as const) {
    if (candidates.some(({ endpoint }) => endpoint.protocol === protocol)) continue
    const shut = closed.filter((one) => one.protocol === protocol)
    const silent = sources.filter(({ outcome }) => outcome === 'failed').length
    const why =
      shut.length > 0
        ? `declared closed by the domain (${shut.map(({ record }) => record).join(', ')})`
        : provider?.[protocol] === false
          ? `not offered by ${provider.name}, as the bundled facts know it (${provider.lastChecked})`
          : silent > 0
            ? `not listed by any source that answered; ${silent} did not`
            : 'not listed by any source'
    page.item(`${protocolNames[protocol]}: `, why, 'warn')
  }
}

function addClosed(page: Page, { candidates, closed }: DiscoveryResult): void {
  for (const { protocol, security, record } of closed) {
    if (!candidates.some(({ endpoint }) => endpoint.protocol === protocol)) continue
    const what = `${protocolNames[protocol]} ${security === 'tls' ? 'with TLS from the start' : 'with STARTTLS'}`
    page.item('Declared closed: ', `${what} (${record})`, 'dim')
  }
}

function addDisagreements(page: Page, { disagreements }: DiscoveryResult): void {
  if (disagreements.length === 0) return
  page.heading('The sources do not agree')
  for (const { protocol, says } of disagreements) {
    for (const { source, endpoints } of says) {
      const list = endpoints.map(endpointName).join(' ')
      page.item(`${protocolNames[protocol]}, ${sourceName(source)}: `, list, 'warn', 2)
    }
  }
}

/** The sources as a table: what was asked, how far it is to be believed, what it said. */
function addSources(page: Page, result: Pick<DiscoveryResult, 'sources' | 'candidates'>): void {
  const rows = result.sources.map((source) => ({
    name: sourceName(source.source),
    trust: source.outcome === 'found' ? trustWords[source.trust] : '-',
    says: words(source, result),
    tone: sourceTones[source.outcome],
  }))
  const head = { name: 'source', trust: 'trust', says: 'says', tone: 'dim' as const }
  const widths = [head, ...rows].map(({ name, trust }) => [displayWidth(name), displayWidth(trust)])
  const widest = (column: number) => Math.max(...widths.map((row) => row[column] ?? 0)) + 2
  for (const { name, trust, says, tone } of [head, ...rows]) {
    page.item(padToWidth(name, widest(0)) + padToWidth(trust, widest(1)), says, tone, 2)
  }
}

const sourceTones: Readonly<Record<SourceResult['outcome'], Tone>> = {
  found: 'good',
  nothing: 'plain',
  failed: 'warn',
  skipped: 'dim',
}

/** Where the servers of a domain are, for a terminal. */
export function discoveryText(document: DiscoveryDocument, options: RenderOptions): string {
  const page = new Page(options)
  for (const note of document.request.notes) page.item('Note: ', note, 'warn')
  page.blank().text(headline(document), 'title')
  addCandidates(page, document)
  addMissing(page, document)
  addClosed(page, document)
  if (document.preferredProtocol !== undefined) {
    page.item('Preferred by the domain: ', protocolNames[document.preferredProtocol])
  }
  addDisagreements(page, document)
  page.heading('What was asked')
  addSources(page, document)
  addEnd(page.blank(), document)
  return page.toString()
}

function headline(document: DiscoveryDocument): string {
  const { domain, candidates } = document
  if (isWithoutDns(document)) {
    const hint = candidates.length > 0 ? '; the bundled facts suggest:' : ''
    return `Nothing could be looked up for ${domain}: no resolver answers${hint}`
  }
  if (candidates.length === 0) return `No IMAP or POP3 server was found for ${domain}`
  return `Servers of ${domain}, the best source first`
}

function addEnd(page: Page, document: DiscoveryDocument): void {
  const { candidates, outgoing = [], provider, request } = document
  const known = provider === undefined ? undefined : loadProvider(provider)
  for (const note of known?.notes ?? []) {
    page.item(`${known?.name} (as of ${known?.lastChecked}): `, note, 'dim')
  }
  for (const { host, port, source } of outgoing.slice(0, 2)) {
    page.item('Mail is sent by: ', `${host}:${port} (${sourceName(source)})`, 'dim')
  }
  if (candidates.length > 0) page.item('Next: ', `mailadvise diagnose ${request.target}`, 'dim')
  addEnvironment(page, document.environment)
}
