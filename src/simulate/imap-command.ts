import type { Connection } from './connection.js'
import type { Command } from './session.js'

/** An argument of an IMAP command: an atom or string, or a parenthesised list. */
export type ImapArgument = string | ImapArgument[]

/** A command taken apart. */
export interface ImapCommand extends Command {
  verb: string
  args: ImapArgument[]
}

/** Longest command with all its literals. */
const longestCommand = 65_536

/** Reads a command to its end. A literal (RFC 3501 section 4.3, RFC 7888) becomes a quoted string in its place. */
export async function readImapCommand(connection: Connection): Promise<ImapCommand | undefined> {
  let text = ''
  for (;;) {
    const line = await connection.readLine()
    if (line === undefined) return undefined
    const literal = /\{(\d{1,9})(\+?)\}$/.exec(line)
    if (!literal || text.length > longestCommand) return takeApart(text + line)
    if (literal[2] !== '+') await connection.line('+ OK')
    const bytes = await connection.readBytes(Number(literal[1]))
    if (bytes === undefined) return undefined
    text += line.slice(0, literal.index) + quoted(bytes.toString('utf8'))
  }
}

/** A string as IMAP quotes it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function takeApart(line: string): ImapCommand {
  const [, tag = '', text = ''] = /^(\S+) ?(.*)$/s.exec(line) ?? []
  const args = tokens(text)
  const verb = args.shift()
  return { tag: tag || '*', text, verb: typeof verb === 'string' ? verb.toUpperCase() : '', args }
}

function tokens(text: string): ImapArgument[] {
  const open: ImapArgument[][] = [[]]
  for (const [token] of text.matchAll(/[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/gs)) {
    const list = open.at(-1) ?? []
    if (token === '(') {
      const inner: ImapArgument[] = []
      list.push(inner)
      open.push(inner)
    } else if (token === ')') {
      if (open.length > 1) open.pop()
    } else {
      list.push(token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/gs, '$1') : token)
    }
  }
  return open[0] ?? []
}
