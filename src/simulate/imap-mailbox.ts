import type { SimulatedFolder } from '../model/index.js'
import { foldersOf, messageText } from './healthy.js'
import { type ImapArgument, type ImapCommand, quoted } from './imap-command.js'
import { offers, type Session } from './session.js'

/** An IMAP session: one mailbox may be selected. */
export interface ImapSession extends Session {
  selected: SimulatedFolder | undefined
}

/** How a command is answered: `run` sends the untagged part and returns the tagged text, if it is still to be sent. */
export interface ImapHandler {
  /** Capability without which the command is unknown. */
  needs?: string
  /** State that the command belongs to; absent: any. */
  when?: 'signed-in' | 'signed-out'
  run(session: ImapSession, command: ImapCommand): Promise<string | undefined>
}

const uidValidity = 1_767_225_600
const noMailbox = "NO [NONEXISTENT] Mailbox doesn't exist."
const separator = '"/"'

/** Commands that need a signed-in session. They look at a mailbox and never change it. */
export const mailboxCommands: Record<string, ImapHandler> = {
  NAMESPACE: signedIn('NAMESPACE', async (session) => {
    await session.connection.line(`* NAMESPACE (("" ${separator})) NIL NIL`)
    return 'OK Namespace completed.'
  }),
  LIST: signedIn(undefined, list),
  LSUB: signedIn(undefined, list),
  STATUS: signedIn(undefined, async (session, { args: [name, items] }) => {
    const folder = folderNamed(session, name)
    if (!folder) return noMailbox
    await session.connection.line(statusLine(folder, items))
    return 'OK Status completed.'
  }),
  EXAMINE: signedIn(undefined, select),
  SELECT: signedIn(undefined, select),
  GETQUOTAROOT: signedIn('QUOTA', async (session, { args: [name] }) => {
    if (!folderNamed(session, name)) return noMailbox
    const roots = session.account?.quota ? ' "User quota"' : ''
    await session.connection.line(`* QUOTAROOT ${quoted(String(name))}${roots}`)
    await sendQuota(session)
    return 'OK Getquotaroot completed.'
  }),
  GETQUOTA: signedIn('QUOTA', async (session, { args: [root] }) => {
    if (!session.account?.quota || root !== 'User quota') return 'NO [NONEXISTENT] Quota root does not exist.'
    await sendQuota(session)
    return 'OK Getquota completed.'
  }),
  ENABLE: signedIn('ENABLE', async (session, { args }) => {
    const known = args.map((name) => String(name).toUpperCase()).filter((name) => offers(session, name))
    await session.connection.line(['* ENABLED', ...known].join(' '))
    return 'OK Enabled.'
  }),
  IDLE: signedIn('IDLE', async (session) => {
    await session.connection.line('+ idling')
    const line = await session.connection.readLine()
    return line === undefined || /^done$/i.test(line) ? 'OK Idle completed.' : 'BAD Expected DONE.'
  }),
  UNSELECT: signedIn('UNSELECT', leave),
  CLOSE: signedIn(undefined, leave),
}

function signedIn(needs: string | undefined, run: ImapHandler['run']): ImapHandler {
  return { when: 'signed-in', run, ...(needs ? { needs } : {}) }
}

function folders(session: ImapSession): SimulatedFolder[] {
  return session.account ? foldersOf(session.account) : []
}

/** INBOX alone is found in any case (RFC 3501 section 5.1). */
function folderNamed(session: ImapSession, name: ImapArgument | undefined): SimulatedFolder | undefined {
  const wanted = String(name)
  const exact = /^inbox$/i.test(wanted) ? 'INBOX' : wanted
  return folders(session).find((folder) => folder.name === exact)
}

/** LIST and LSUB; of RFC 5258's and RFC 5819's options only RETURN (STATUS (...)) changes the answer. */
async function list(session: ImapSession, { verb, args }: ImapCommand): Promise<string> {
  const [reference = '', pattern = ''] = args.filter((arg) => typeof arg === 'string')
  const items = statusItems(args)
  const wanted = wildcard(reference + pattern)
  const lines = pattern === '' ? [`* ${verb} (\\Noselect) ${separator} ""`] : []
  for (const folder of folders(session).filter(({ name }) => wanted.test(name))) {
    const children = hasChildren(session, folder) ? '\\HasChildren' : '\\HasNoChildren'
    const attributes = [children, ...(folder.specialUse ? [folder.specialUse] : [])]
    lines.push(`* ${verb} (${attributes.join(' ')}) ${separator} ${quoted(folder.name)}`)
    if (items) lines.push(statusLine(folder, items))
  }
  await session.connection.lines(lines)
  return `OK ${verb === 'LIST' ? 'List' : 'Lsub'} completed.`
}

function statusItems(args: ImapArgument[]): ImapArgument | undefined {
  const at = args.findIndex((arg) => typeof arg === 'string' && arg.toUpperCase() === 'RETURN')
  const options = at < 0 ? undefined : args[at + 1]
  return Array.isArray(options) ? options[options.indexOf('STATUS') + 1 || options.length] : undefined
}

function hasChildren(session: ImapSession, parent: SimulatedFolder): boolean {
  return folders(session).some((folder) => folder.name.startsWith(`${parent.name}/`))
}

/** `*` goes over the hierarchy separator, `%` does not (RFC 3501 section 6.3.8). */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/%+/g, '[^/]*')
  return new RegExp(`^${source}$`, /^inbox$/i.test(pattern) ? 'i' : '')
}

function statusLine(folder: SimulatedFolder, items: ImapArgument | undefined): string {
  const messages = folder.messages ?? 0
  const values: Record<string, number> = {
    MESSAGES: messages,
    RECENT: 0,
    UNSEEN: Math.min(folder.unseen ?? 0, messages),
    UIDNEXT: messages + 1,
    UIDVALIDITY: uidValidity,
    HIGHESTMODSEQ: messages + 1,
    SIZE: messages * Buffer.byteLength(messageText(1)),
  }
  const asked = (Array.isArray(items) ? items : []).map((item) => String(item).toUpperCase())
  const known = asked.filter((item) => Object.hasOwn(values, item)).map((item) => `${item} ${values[item]}`)
  return `* STATUS ${quoted(folder.name)} (${known.join(' ')})`
}

async function select(session: ImapSession, { verb, args: [name] }: ImapCommand): Promise<string> {
  session.selected = folderNamed(session, name)
  if (!session.selected) return noMailbox
  const messages = session.selected.messages ?? 0
  await session.connection.lines([
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)',
    '* OK [PERMANENTFLAGS ()] Read-only mailbox.',
    `* ${messages} EXISTS`,
    '* 0 RECENT',
    `* OK [UIDVALIDITY ${uidValidity}] UIDs valid`,
    `* OK [UIDNEXT ${messages + 1}] Predicted next UID`,
    `* OK [HIGHESTMODSEQ ${messages + 1}] Highest`,
  ])
  return `OK [READ-ONLY] ${verb === 'SELECT' ? 'Select' : 'Examine'} completed.`
}

async function leave(session: ImapSession): Promise<string> {
  if (!session.selected) return 'BAD No mailbox selected.'
  session.selected = undefined
  return 'OK Mailbox closed.'
}

async function sendQuota(session: ImapSession): Promise<void> {
  const quota = session.account?.quota
  if (quota) await session.connection.line(`* QUOTA "User quota" (STORAGE ${quota.usedKb} ${quota.limitKb})`)
}
