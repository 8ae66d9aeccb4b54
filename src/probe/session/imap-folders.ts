import type { ImapFlow, ListResponse, StatusObject } from 'imapflow'
import type { FolderFacts, FolderRole, SessionFacts } from '../../model/index.js'
import { limits, WireFailure } from '../../net/index.js'
import { optional, type SurveyDesk } from './survey-desk.js'

/** One folder of the account's own, as far as it is known. */
export interface SurveyedFolder {
  inbox: boolean
  levels: number
  role?: FolderRole['role']
  by?: FolderRole['by']
  messages?: number
  bytes?: number
}

type Counts = Pick<SurveyedFolder, 'messages' | 'bytes'>

/**
 * Lists the folders, and counts what is in them as far as that takes few commands.
 *
 * @returns false once the connection is of no more use
 */
export async function surveyFolders(desk: SurveyDesk, into: SessionFacts): Promise<boolean> {
  const { client } = desk
  const countsToo = client.capabilities.has('LIST-STATUS')
  // Where LIST can count as well it is asked again, so that here the bare list will do; below a prefix it has no INBOX.
  const listOnly = countsToo && (client.namespace?.prefix ?? '') === ''
  let listed: ListResponse[] = []
  const goOn = await optional(into, 'folders', async () => {
    listed = ownFolders(await desk.step(client.list({ listOnly }), 'answer to LIST'), client)
    into.folders = folderFacts(listed.map((entry) => surveyed(entry, client, {})))
  })
  if (!goOn || listed.length === 0) return goOn
  const counts = new Map<string, Counts>()
  const stillGood = await optional(into, 'folder-sizes', async () => {
    if (countsToo && listed.length <= limits.foldersCounted) listed = await countByList(desk, counts)
    else await countOneByOne(desk, listed, counts)
  })
  const folders = listed.map((entry) => surveyed(entry, client, counts.get(entry.path) ?? {}))
  into.folders = folderFacts(folders)
  const inbox = folders.find((folder) => folder.inbox)
  if (inbox?.bytes !== undefined) into.bytes = inbox.bytes
  return stillGood
}

/** The account's own folders that can hold messages: LIST also shows what others share. */
function ownFolders(all: readonly ListResponse[], { namespaces }: ImapFlow): ListResponse[] {
  const foreign = [namespaces?.other, namespaces?.shared]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map(({ prefix }) => prefix)
    .filter((prefix) => prefix !== '')
  const seen = new Set<string>()
  return all.filter(({ path, flags, delimiter }) => {
    if (seen.has(path) || flags.has('\\Noselect') || flags.has('\\NonExistent')) return false
    seen.add(path)
    return !foreign.some((prefix) => `${path}${delimiter ?? ''}`.startsWith(prefix))
  })
}

/** All folders in one answer (RFC 5819). */
async function countByList(desk: SurveyDesk, counts: Map<string, Counts>): Promise<ListResponse[]> {
  const query = { messages: true, size: true }
  const answer = await desk.step(desk.client.list({ statusQuery: query }), 'answer to LIST with STATUS')
  for (const { path, status } of answer) if (status !== undefined) counts.set(path, countsOf(status))
  return ownFolders(answer, desk.client)
}

async function countOneByOne(
  desk: SurveyDesk,
  listed: readonly ListResponse[],
  counts: Map<string, Counts>,
): Promise<void> {
  const started = performance.now()
  for (const { path } of mostTellingFirst(listed).slice(0, limits.foldersCounted)) {
    // A name that no user typed is not sent back.
    if (/\p{Cc}/u.test(path)) continue
    if (performance.now() - started > limits.folderCountMs) return
    counts.set(path, await countOne(desk, path))
  }
}

/** INBOX and folders with a role before the others, for when not all can be counted. */
function mostTellingFirst(listed: readonly ListResponse[]): ListResponse[] {
  const rank = ({ path, specialUse }: ListResponse) => (path === 'INBOX' ? 0 : specialUse ? 1 : 2)
  return [...listed].sort((a, b) => rank(a) - rank(b))
}

/** A folder that may be listed and not looked into is no reason to leave the others out. */
async function countOne({ client, step }: SurveyDesk, path: string): Promise<Counts> {
  try {
    const status = await step(client.status(path, { messages: true, size: true }), 'answer to STATUS')
    return status === false ? {} : countsOf(status)
  } catch (error) {
    if (error instanceof WireFailure && error.failure.code === 'NotFound') return {}
    throw error
  }
}

function countsOf({ messages, size }: StatusObject): Counts {
  return { ...(messages !== undefined && { messages }), ...(size !== undefined && { bytes: size }) }
}

const roles = new Map<string, FolderRole['role']>([
  ['\\sent', 'sent'],
  ['\\drafts', 'drafts'],
  ['\\junk', 'junk'],
  ['\\trash', 'trash'],
  ['\\archive', 'archive'],
  ['\\all', 'all'],
  ['\\flagged', 'flagged'],
])

function surveyed(entry: ListResponse, { namespace }: ImapFlow, counts: Counts): SurveyedFolder {
  const { path, delimiter, flags, specialUse } = entry
  const prefix = namespace?.prefix ?? ''
  const below = prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path
  const told = [...flags].map((flag) => roles.get(flag.toLowerCase())).find((role) => role !== undefined)
  const guessed = specialUse === undefined ? undefined : roles.get(specialUse.toLowerCase())
  const role = told ?? guessed
  return {
    inbox: path === 'INBOX',
    levels: delimiter ? below.split(delimiter).length : 1,
    ...(role !== undefined && { role, by: told === undefined ? ('name' as const) : ('server' as const) }),
    ...counts,
  }
}

/** The folders of an account in numbers, without their names. */
function folderFacts(folders: readonly SurveyedFolder[]): FolderFacts {
  const counted = folders.filter(({ messages }) => messages !== undefined)
  const facts: FolderFacts = {
    total: folders.length,
    depth: folders.reduce((deepest, { levels }) => Math.max(deepest, levels), 0),
    roles: rolesOf(folders),
    counted: counted.length,
    complete: counted.length === folders.length,
  }
  if (counted.length === 0) return facts
  const once = countedOnce(counted)
  facts.inUse = counted.filter((folder) => !folder.inbox && !isView(folder) && folder.messages !== 0).length
  facts.messages = once.reduce((sum, { messages = 0 }) => sum + messages, 0)
  if (once.every(({ bytes }) => bytes !== undefined)) {
    facts.bytes = once.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
  }
  return facts
}

/** Folders that show messages of other folders (RFC 6154 section 2). */
function isView({ role, by }: SurveyedFolder): boolean {
  return by === 'server' && (role === 'all' || role === 'flagged')
}

/** Folders whose messages together are the account's, each once: "all" leaves out junk and trash where it exists (Gmail). */
function countedOnce(folders: readonly SurveyedFolder[]): readonly SurveyedFolder[] {
  const all = folders.filter(({ role, by }) => role === 'all' && by === 'server')
  const beside = folders.filter(({ role }) => role === 'junk' || role === 'trash')
  return all.length > 0 ? [...all, ...beside] : folders.filter((folder) => !isView(folder))
}

function rolesOf(folders: readonly SurveyedFolder[]): FolderRole[] {
  const found = new Map<string, FolderRole>()
  for (const { role, by, messages } of folders) {
    if (role === undefined || by === undefined) continue
    const key = `${role} ${by}`
    const { messages: before, ...entry } = found.get(key) ?? { role, by, folders: 0 }
    const sum = messages === undefined ? before : (before ?? 0) + messages
    found.set(key, { ...entry, folders: entry.folders + 1, ...(sum !== undefined && { messages: sum }) })
  }
  return [...found.values()]
}
