import {
  type Answers,
  accountFacts,
  type EndpointProbe,
  type Facts,
  firstFailure,
  hasGreeted,
  hasSignedIn,
  type Protocol,
  type Provider,
  type ServerFacts,
  type TlsStanding,
  worksUntilSignIn,
} from '../model/index.js'

/** From this share of the quota on, the mailbox counts as too small whatever was answered. */
const tightFromPercent = 85

/** Up to this share there is room whatever was answered; between the two, only who did not answer is told so. */
const roomyToPercent = 60

/** From so many folders with mail besides the inbox on, the mail is organised on the server whatever was answered. */
const organisedFromFolders = 10

/** What keeps a port from ever having spoken: the service is not there, or nothing gets through to it. */
const absentCauses = ['refused', 'timed-out', 'unreachable', 'reset']

function isAbsent(probe: EndpointProbe): boolean {
  const failed = firstFailure(probe)
  if (failed === undefined) return false
  const { cause } = failed.failure
  return cause === 'not-this-protocol' || (failed.name === 'tcp' && absentCauses.includes(cause))
}

/**
 * Whether a protocol is offered. A protocol counts as missing only where the same server answered by the other one:
 * when nothing answers at all, nothing is known about what it offers.
 */
function offered(protocol: Protocol, probes: readonly EndpointProbe[]): boolean | undefined {
  const own = probes.filter((probe) => probe.endpoint.protocol === protocol)
  if (own.some(hasGreeted)) return true
  const serverAnswers = probes.some(hasGreeted)
  return serverAnswers && own.length > 0 && own.every(isAbsent) ? false : undefined
}

function tlsStanding(probes: readonly EndpointProbe[]): TlsStanding | undefined {
  if (probes.some(({ tls }) => tls?.verified === true)) return 'verified'
  if (probes.some(({ tls }) => tls !== undefined)) return 'unverified'
  return probes.some(hasGreeted) ? 'none' : undefined
}

function tlsProblem(probes: readonly EndpointProbe[]): string | undefined {
  return probes.find(({ tls }) => tls?.problem !== undefined)?.tls?.problem?.message
}

/**
 * Everything that the endpoints of one protocol announced: after sign-in, else inside TLS. A list heard in clear counts
 * only where no endpoint of the protocol reached TLS: anybody on the way could have written it (RFC 9051 section 11.3).
 */
function announced(probes: readonly EndpointProbe[]): string[] | undefined {
  const anyTls = probes.some(({ tls }) => tls !== undefined)
  const lists = probes.flatMap(({ capabilities: sets }) => {
    const list =
      sets?.afterLogin ?? sets?.afterTls ?? (anyTls ? undefined : (sets?.beforeTls ?? sets?.greeting))
    return list === undefined ? [] : [list]
  })
  return lists.length === 0 ? undefined : lists.flat().map((name) => name.toUpperCase())
}

function isUsable(probe: EndpointProbe): boolean {
  return hasGreeted(probe) && worksUntilSignIn(probe)
}

function wasRefused({ phases }: EndpointProbe): boolean {
  return phases.some(({ name, failure }) => name === 'login' && failure?.cause === 'sign-in-refused')
}

function imapFacts(probes: readonly EndpointProbe[]): ServerFacts {
  const names = announced(probes)
  if (names === undefined) return {}
  // IMAP4rev2 contains these, listed or not (RFC 9051 Appendix E).
  const has = (...wanted: string[]) => wanted.some((name) => names.includes(name))
  const rev2 = has('IMAP4REV2')
  return {
    'imap-idle': rev2 || has('IDLE'),
    'imap-special-use': rev2 || has('SPECIAL-USE'),
    'imap-move': rev2 || has('MOVE'),
    'imap-quick-resync': has('CONDSTORE', 'QRESYNC'),
    'imap-quota': has('QUOTA'),
    'imap-capabilities-complete': probes.some(({ capabilities }) => capabilities?.afterLogin !== undefined),
    ...idleFacts(probes),
  }
}

/** What entering IDLE showed outweighs the list. */
function idleFacts(probes: readonly EndpointProbe[]): ServerFacts {
  const { idle } = probes.find(({ session }) => session?.idle !== undefined)?.session ?? {}
  if (idle === undefined) return {}
  const dropped = idle.dropped === undefined ? {} : { 'imap-idle-dropped': idle.dropped }
  return { 'imap-idle': idle.entered, ...dropped }
}

/** Numbers after a POP3 capability name: EXPIRE 30, LOGIN-DELAY 900 (RFC 2449 sections 6.5 and 6.7). */
function numberAfter(names: readonly string[], keyword: string): number | undefined {
  const line = names.find((name) => name.startsWith(`${keyword} `))
  const value = Number.parseInt(line?.split(' ')[1] ?? '', 10)
  return Number.isNaN(value) ? undefined : value
}

function pop3Facts(probes: readonly EndpointProbe[]): ServerFacts {
  const names = announced(probes)
  const { uidl, top } = probes.find(({ session }) => session?.uidl !== undefined)?.session ?? {}
  const facts: ServerFacts = {}
  if (names !== undefined) {
    facts['pop3-uidl'] = names.includes('UIDL')
    facts['pop3-top'] = names.includes('TOP')
    const expire = numberAfter(names, 'EXPIRE')
    if (expire !== undefined) facts['pop3-expire-days'] = expire
    const delay = numberAfter(names, 'LOGIN-DELAY')
    if (delay !== undefined) facts['pop3-login-delay-seconds'] = delay
  }
  // What the command answered outweighs the list: many servers offer UIDL without announcing it.
  if (uidl !== undefined) {
    facts['pop3-uidl'] = uidl.answered && uidl.unique !== false && uidl.stable !== false
  }
  if (top !== undefined) facts['pop3-top'] = top.answered && top.headerOnly !== false
  return facts
}

function sessionFacts(probes: readonly EndpointProbe[]): ServerFacts {
  const facts: ServerFacts = {}
  const quota = probes.find(({ session }) => session?.quota !== undefined)?.session?.quota
  if (quota !== undefined && quota.limitBytes > 0) {
    facts['quota-used-percent'] = Math.round((100 * quota.usedBytes) / quota.limitBytes)
    facts['quota-free-mb'] = Math.floor(Math.max(0, quota.limitBytes - quota.usedBytes) / 1e6)
  }
  Object.assign(facts, holdings(probes))
  if (probes.some(hasSignedIn)) facts['sign-in-works'] = true
  if (probes.some(wasRefused)) facts['sign-in-refused'] = true
  return facts
}

/** What the mailbox holds, as far as it bears on the advice. */
function holdings(probes: readonly EndpointProbe[]): ServerFacts {
  const imap = probes.find(({ endpoint, session }) => endpoint.protocol === 'imap' && session)?.session
  const { imap: all, pop3, downloads = [] } = accountFacts(probes) ?? {}
  const collected = downloads.find(({ protocol }) => protocol === 'pop3')
  const synced = downloads.find(({ protocol }) => protocol === 'imap')
  return measured({
    'inbox-messages': imap?.messages,
    'mailbox-messages': all?.complete ? all.messages : undefined,
    'mailbox-mb': synced && Math.round(synced.bytes / 1e6),
    'folders-in-use': imap?.folders?.inUse,
    'pop3-hidden-percent': pop3?.hiddenPercent,
    'pop3-maildrop-mb': collected && Math.round(collected.bytes / 1e6),
  })
}

/** Removes what is undefined, so that an absent fact means "not measured". */
function measured(facts: { [Id in keyof ServerFacts]: ServerFacts[Id] | undefined }): ServerFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as ServerFacts
}

/** What the probed endpoints of one account mean for the advice. */
export function serverFactsFrom(probes: readonly EndpointProbe[]): ServerFacts {
  const imap = probes.filter((probe) => probe.endpoint.protocol === 'imap')
  const pop3 = probes.filter((probe) => probe.endpoint.protocol === 'pop3')
  return measured({
    'imap-offered': offered('imap', probes),
    'pop3-offered': offered('pop3', probes),
    'server-answers': probes.length === 0 ? undefined : probes.some(hasGreeted),
    'imap-probed': imap.length > 0,
    'pop3-probed': pop3.length > 0,
    'imap-usable': imap.some(isUsable),
    'pop3-usable': pop3.some(isUsable),
    'imap-tls': tlsStanding(imap),
    'pop3-tls': tlsStanding(pop3),
    'imap-tls-problem': tlsProblem(imap),
    'pop3-tls-problem': tlsProblem(pop3),
    ...imapFacts(imap),
    ...pop3Facts(pop3),
    ...sessionFacts(probes),
  })
}

/** The bundled facts about a provider in the same terms; what a probe sees always wins over them. */
export function serverFactsOf(provider: Provider): ServerFacts {
  return measured({
    'imap-offered': provider.imap,
    'pop3-offered': provider.pop3,
    'provider-sign-in': provider.signIn,
    'provider-native': provider.nativeAccess,
  })
}

/** Facts for the rules, and where a measured one replaced a stated one. */
export interface MergedFacts {
  facts: Facts
  notes: string[]
}

type Offers = NonNullable<Answers['server-offers']>

/** What was measured, protocol by protocol; what was not measured stays as it was stated. */
function mergeOffers(merged: MergedFacts, server: ServerFacts): void {
  const { 'server-offers': stated } = merged.facts
  if (stated === undefined) return
  const offers = (protocol: Offers[number]) => server[`${protocol}-offered`] ?? stated.includes(protocol)
  const seen = (['imap', 'pop3'] as const).filter(offers)
  if (seen.length === stated.length && seen.every((protocol) => stated.includes(protocol))) return
  merged.facts['server-offers'] = seen
  const words = (list: readonly string[]) => (list.length === 0 ? 'neither protocol' : list.join(' and '))
  merged.notes.push(`You said that the server offers ${words(stated)}; it offers ${words(seen)}.`)
}

function mergeSpace(merged: MergedFacts, server: ServerFacts): void {
  const used = server['quota-used-percent']
  const stated = merged.facts['server-space']
  // Deletion by age is not visible in a quota.
  if (used === undefined || stated === 'expires') return
  const between = used > roomyToPercent && used < tightFromPercent
  if (between && stated !== undefined) return
  const seen = used >= tightFromPercent ? 'tight' : 'enough'
  if (stated === undefined) {
    merged.notes.push(
      `Space on the server: the mailbox is ${used} % full, which answers "${seen}" by itself.`,
    )
  } else if (stated !== seen) {
    merged.notes.push(`You said "${stated}" for the space on the server; the mailbox is ${used} % full.`)
  }
  merged.facts['server-space'] = seen
}

function mergeOrganisation(merged: MergedFacts, server: ServerFacts): void {
  const folders = server['folders-in-use']
  if (folders === undefined || folders < organisedFromFolders) return
  if (merged.facts['server-organisation'] === false) {
    merged.notes.push(
      `You said that folders on the server are not needed; ${folders} of them besides the inbox hold mail.`,
    )
  }
  merged.facts['server-organisation'] = true
}

/** The bundled facts that are left once something was stated: they are a hint, and what people say outweighs it. */
function hints(answers: Answers, bundled: ServerFacts): ServerFacts {
  if (answers['server-offers'] === undefined) return bundled
  const { 'imap-offered': _, 'pop3-offered': __, ...rest } = bundled
  return rest
}

/**
 * Answers, measured facts and bundled ones as one record. A measured fact wins over a stated one, and the difference is
 * said; a stated one wins over the bundled facts about the provider.
 */
export function mergeFacts(answers: Answers, measured: ServerFacts, bundled: ServerFacts = {}): MergedFacts {
  const merged: MergedFacts = { facts: { ...hints(answers, bundled), ...answers, ...measured }, notes: [] }
  mergeOffers(merged, measured)
  mergeSpace(merged, measured)
  mergeOrganisation(merged, measured)
  return merged
}
