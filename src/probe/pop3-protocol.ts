import type { GreetingStatus } from '../model/index.js'
import { type Connection, failed, limits } from '../net/index.js'

/** A status line of RFC 1939 section 3, with the response code of RFC 2449 section 8. */
export interface Pop3Status {
  ok: boolean
  /** For example AUTH or SYS/TEMP. */
  code?: string
  words: string
}

/** Reads a status line; undefined when it is none. */
export function parsePop3Status(line: string): Pop3Status | undefined {
  const match = /^(\+OK|-ERR)(?: (.*))?$/is.exec(line)
  if (match === null) return undefined
  const ok = match[1]?.toUpperCase() === '+OK'
  const text = match[2] ?? ''
  const coded = /^\[([^\s\]]+)[^\]]*\] ?(.*)$/s.exec(text)
  if (coded === null) return { ok, words: text }
  return { ok, code: (coded[1] ?? '').toUpperCase(), words: coded[2] ?? '' }
}

/** Reads the first line of a server; a line of another protocol gets status `other` and is kept whole. */
export function parsePop3Greeting(line: string): { status: GreetingStatus; code?: string; words: string } {
  const parsed = parsePop3Status(line)
  if (parsed === undefined) return { status: 'other', words: line }
  const { ok, ...rest } = parsed
  return { status: ok ? 'ok' : 'err', ...rest }
}

/**
 * Reads one status line.
 *
 * @param waitingFor names the answer in failure messages
 * @throws WireFailure `malformed`, or what reading throws
 */
export async function readPop3Status(connection: Connection, waitingFor: string): Promise<Pop3Status> {
  return pop3StatusOf(connection, await connection.readLine(waitingFor))
}

/**
 * The status line in a line that was read.
 *
 * @throws WireFailure `malformed` when it is none
 */
export function pop3StatusOf(connection: Connection, line: string): Pop3Status {
  const status = parsePop3Status(line)
  if (status !== undefined) return status
  throw failed('malformed', 'the server sent neither +OK nor -ERR', { serverText: connection.text(line) })
}

/**
 * Reads the lines that follow the status line of a multi-line response up to the single dot, with byte-stuffing undone
 * (RFC 1939 section 3).
 *
 * @param take gets each line; nothing is collected here
 * @param shown stands for each line in the transcript: what is in it is not for showing
 */
export async function readPop3Lines(
  connection: Connection,
  waitingFor: string,
  take: (line: string) => void,
  shown?: string,
): Promise<void> {
  for (;;) {
    const line = await connection.readLine(waitingFor, shown)
    if (line === '.') return
    take(line.startsWith('.') ? line.slice(1) : line)
  }
}

/**
 * One CAPA line with its keyword in upper case, and its arguments too where they are names. Keywords are
 * case-insensitive (RFC 2449 section 3); IMPLEMENTATION is text for people.
 */
function parsePop3Capability(line: string): string {
  const [keyword = '', ...args] = line.trim().split(/ +/)
  const upper = keyword.toUpperCase()
  const words = upper === 'IMPLEMENTATION' ? args : args.map((word) => word.toUpperCase())
  return [upper, ...words].join(' ')
}

/** Adds one CAPA line to a list, within bounds and without doubles. */
export function addPop3Capability(list: string[], line: string): void {
  const capability = parsePop3Capability(line)
  if (capability !== '' && list.length < limits.capabilities && !list.includes(capability))
    list.push(capability)
}

/** SASL mechanisms in a CAPA list (RFC 5034 section 3). */
export function pop3Sasl(capabilities: readonly string[]): string[] {
  return capabilities
    .filter((line) => line === 'SASL' || line.startsWith('SASL '))
    .flatMap((line) => line.split(' ').slice(1))
}
