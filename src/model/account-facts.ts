import type {
  AccountFacts,
  Download,
  EndpointProbe,
  FolderRole,
  Pop3View,
  Protocol,
  SessionFacts,
} from './generated/schemas.js'

// What several sessions say of one mailbox, put together in one place for advice, documents and rendering.

/** Speeds of lines for which a first download is reckoned, in Mbit/s. */
const lineSpeeds = [1, 10, 50]

/** What was asked of one session, with the time that a round trip to its server took. */
interface Session {
  facts: SessionFacts
  roundTripMs?: number
}

function sessionOf(protocol: Protocol, probes: readonly EndpointProbe[]): Session | undefined {
  const probe = probes.find(
    ({ endpoint, session }) => endpoint.protocol === protocol && session?.messages !== undefined,
  )
  if (probe?.session === undefined) return undefined
  // A TCP connection is up after one round trip.
  const tcp = probe.phases.find(({ name, outcome }) => name === 'tcp' && outcome === 'observed')
  return { facts: probe.session, ...(tcp && { roundTripMs: tcp.ms }) }
}

/**
 * How long a download takes on lines of several speeds.
 *
 * @param waits round trips that nothing is sent in
 */
export function downloadTimes(bytes: number, roundTripMs: number, waits: number): Download['times'] {
  return lineSpeeds.map((mbitPerSecond) => ({
    mbitPerSecond,
    seconds: Math.ceil((bytes * 8) / (mbitPerSecond * 1e6) + (waits * roundTripMs) / 1000),
  }))
}

/** POP programs ask for one message after the other, and wait for each (RFC 1939 section 5, RETR). */
function pop3Download({ facts, roundTripMs = 0 }: Session): Download[] {
  const { messages = 0, bytes } = facts
  if (bytes === undefined) return []
  const times = downloadTimes(bytes, roundTripMs, messages)
  return [{ protocol: 'pop3', messages, bytes, from: 'maildrop', roundTripMs, times }]
}

/** IMAP programs fetch many messages by one command. */
function imapDownload({ facts: { folders, quota } }: Session): Download[] {
  const told = folders?.complete ? folders.bytes : undefined
  const bytes = told ?? quota?.usedBytes
  if (bytes === undefined) return []
  const from = told === undefined ? 'quota' : 'folders'
  const messages = folders?.complete ? folders.messages : undefined
  const times = downloadTimes(bytes, 0, 0)
  return [{ protocol: 'imap', ...(messages !== undefined && { messages }), bytes, from, times }]
}

const hiddenFromPop3: readonly FolderRole['role'][] = ['sent', 'drafts', 'junk', 'trash', 'archive']

/** What POP3 shows of the messages that were counted by IMAP; of a maildrop that holds them all, nothing is hidden. */
function pop3View(imap: SessionFacts, pop3: SessionFacts | undefined): Pop3View | undefined {
  const { folders } = imap
  const all = folders?.messages
  const messages = pop3?.messages ?? imap.messages
  if (folders === undefined || all === undefined || messages === undefined || all === 0) return undefined
  const hiddenMessages = Math.max(0, all - messages)
  const shownBytes = pop3 === undefined ? imap.bytes : pop3.bytes
  const roles = folders.roles.filter(
    ({ role, messages = 0 }) => hiddenFromPop3.includes(role) && messages > 0,
  )
  return {
    by: pop3 === undefined ? 'inbox' : 'maildrop',
    messages,
    hiddenMessages,
    hiddenPercent: Math.round((100 * hiddenMessages) / all),
    ...(folders.bytes !== undefined &&
      shownBytes !== undefined && { hiddenBytes: Math.max(0, folders.bytes - shownBytes) }),
    ...(hiddenMessages > 0 && roles.length > 0 && { hiddenRoles: roles }),
  }
}

/**
 * What the sessions of an account's endpoints show of the mailbox behind them.
 *
 * @returns undefined where nobody signed in, or no session told anything
 */
export function accountFacts(probes: readonly EndpointProbe[]): AccountFacts | undefined {
  const imap = sessionOf('imap', probes)
  const pop3 = sessionOf('pop3', probes)
  const downloads = [...(imap ? imapDownload(imap) : []), ...(pop3 ? pop3Download(pop3) : [])]
  const view = imap && pop3View(imap.facts, pop3?.facts)
  const { folders, quota } = imap?.facts ?? {}
  const facts: AccountFacts = {
    ...(folders?.messages !== undefined && {
      imap: {
        messages: folders.messages,
        ...(folders.bytes !== undefined && { bytes: folders.bytes }),
        folders: folders.total,
        complete: folders.complete,
      },
    }),
    ...(quota !== undefined && { quota }),
    ...(view !== undefined && { pop3: view }),
    downloads,
  }
  return downloads.length > 0 || Object.keys(facts).length > 1 ? facts : undefined
}
