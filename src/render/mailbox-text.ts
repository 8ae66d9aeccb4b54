import type {
  AccountFacts,
  Download,
  FolderFacts,
  FolderRole,
  IdleFacts,
  Protocol,
  Quota,
  SessionFacts,
  TopFacts,
  UidlFacts,
  UntoldName,
} from '../model/index.js'
import type { Page } from './page.js'
import { count, countOf, size, span } from './quantities.js'

/** What the session at one endpoint showed, in a few lines. */
export function addSession(page: Page, session: SessionFacts, protocol: Protocol): void {
  const { mechanism, messages, bytes, quota, uidl, top, folders, idle, untold = [] } = session
  const where = protocol === 'imap' ? 'in the inbox' : 'in the maildrop'
  const facts = [
    ...(mechanism === undefined ? [] : [`signed in by ${mechanism}`]),
    ...(messages === undefined ? [] : [`${countOf(messages, 'message')} ${where}`]),
    ...(bytes === undefined ? [] : [size(bytes)]),
    ...(quota === undefined ? [] : [quotaWords(quota)]),
    ...(uidl === undefined ? [] : [`unique-ids: ${uidlWords(uidl)}`]),
    ...(top === undefined ? [] : [`TOP: ${topWords(top)}`]),
  ]
  if (facts.length > 0) page.item('Mailbox: ', facts.join('; '), 'plain', 2)
  if (folders !== undefined) page.item('Folders: ', folderWords(folders), 'plain', 2)
  if (idle !== undefined) page.item('IDLE: ', idleWords(idle), idle.dropped ? 'warn' : 'plain', 2)
  if (untold.length > 0) {
    const words = untold.map(({ what, failure }) => `${untoldNames[what]} (${failure.message})`)
    page.item('Not told: ', words.join('; '), 'dim', 2)
  }
}

const untoldNames: Record<UntoldName, string> = {
  namespaces: 'namespaces',
  folders: 'folders',
  'folder-sizes': 'what is in the folders',
  idle: 'IDLE',
  'uidl-again': 'whether unique-ids stay the same',
  top: 'TOP',
}

function quotaWords({ usedBytes, limitBytes }: Quota): string {
  const percent = limitBytes > 0 ? ` (${Math.round((100 * usedBytes) / limitBytes)} %)` : ''
  return `${size(usedBytes)} of ${size(limitBytes)} used${percent}`
}

function uidlWords({ answered, unique, stable }: UidlFacts): string {
  if (!answered) return 'not answered'
  if (unique === false) return 'some come twice'
  if (stable === false) return 'others at the second time of asking'
  return stable ? 'the same at the second time of asking' : 'answered'
}

function topWords({ answered, headerOnly }: TopFacts): string {
  if (!answered) return 'not answered'
  return headerOnly === false ? 'sends more than the header' : 'headers alone'
}

function folderWords({ total, depth, inUse, roles, counted, complete }: FolderFacts): string {
  const names = [...new Set(roles.map(({ role }) => role))]
  return [
    count(total),
    ...(inUse === undefined ? [] : [`${count(inUse)} besides the inbox with mail in them`]),
    ...(depth > 1 ? [`${depth} levels`] : []),
    ...(names.length === 0 ? [] : [`with a role: ${names.join(', ')}`]),
    ...(complete ? [] : [`${count(counted)} of them counted`]),
  ].join('; ')
}

function idleWords({ entered, ms, heldMs, dropped }: IdleFacts): string {
  if (!entered) return 'refused'
  if (dropped) return `dropped by the server after ${span((heldMs ?? 0) / 1000)}`
  const held = heldMs === undefined ? '' : `, kept up for ${span(heldMs / 1000)}`
  return ms === undefined ? `entered${held}` : `entered in ${Math.round(ms)} ms${held}`
}

/** What the sessions show of the mailbox as a whole: one or two lines, and one for what POP hides. */
export function addAccount(page: Page, account: AccountFacts, indent = 0): void {
  const { imap, quota, pop3, downloads } = account
  const held = imap && [
    `${imap.complete ? '' : 'at least '}${countOf(imap.messages, 'message')} in ${countOf(imap.folders, 'folder')}`,
    ...(imap.bytes === undefined ? [] : [size(imap.bytes)]),
  ]
  const facts = [...(held ?? []), ...(quota === undefined ? [] : [quotaWords(quota)])]
  if (facts.length > 0) page.item('Mailbox: ', facts.join(', '), 'plain', indent)
  if (pop3 !== undefined && pop3.hiddenPercent > 0) page.item('POP3: ', pop3Words(pop3), 'warn', indent)
  const shown = downloads.filter(({ bytes }) => bytes > 0)
  if (shown.length > 0) page.item('First download: ', shown.map(downloadWords).join('; '), 'plain', indent)
}

function pop3Words({ by, hiddenPercent, hiddenRoles = [] }: NonNullable<AccountFacts['pop3']>): string {
  const shows = by === 'maildrop' ? 'shows' : 'would show'
  const named = hiddenRoles.map(roleWords)
  const rest = named.length === 0 ? 'what lies in other folders' : `${named.join(', ')} and other folders`
  return `${shows} ${100 - hiddenPercent} % of the mail; not ${rest}`
}

function roleWords({ role, messages = 0 }: FolderRole): string {
  return `${role} (${count(messages)})`
}

const protocols: Record<Protocol, string> = { imap: 'IMAP', pop3: 'POP3' }

function downloadWords({ protocol, bytes, from, times, roundTripMs }: Download): string {
  const about = from === 'quota' ? 'about ' : ''
  const what = `${protocols[protocol]} ${about}${size(bytes)}`
  if (times.every(({ seconds }) => seconds < 60)) return `${what}: less than a minute`
  const at = times.map(({ mbitPerSecond, seconds }) => `${span(seconds)} at ${mbitPerSecond} Mbit/s`)
  // POP programs wait for each message before they ask for the next: it belongs to the reckoning.
  const turns = roundTripMs === undefined ? '' : ` (with ${Math.ceil(roundTripMs)} ms of waiting a message)`
  return `${what}: ${at.join(', ')}${turns}`
}
