import type { FailureCause, GreetingStatus } from '../model/index.js'
import { type Connection, failed, limits } from '../net/index.js'

/** Response text of RFC 9051 section 7.1: an optional code in brackets, then words for people. */
export interface ResponseText {
  /** For example AUTHENTICATIONFAILED. */
  code?: string
  /** What follows the code inside the brackets. */
  argument?: string
  words: string
}

/** The greeting of RFC 9051 section 7.1, or what stood in its place. */
export interface ImapGreeting extends ResponseText {
  status: GreetingStatus
}

/** Everything that answered one command. */
export interface ImapAnswer extends ResponseText {
  status: 'OK' | 'NO' | 'BAD'
  /** From an untagged CAPABILITY response or a CAPABILITY response code; the last one wins. */
  capabilities?: string[]
}

/** Splits `[CODE argument] words`. */
export function parseResponseText(text: string): ResponseText {
  const match = /^\[([^\s\]]+)(?: ([^\]]*))?\] ?(.*)$/s.exec(text)
  if (match === null) return { words: text }
  const [, code = '', argument, words = ''] = match
  return { code: code.toUpperCase(), words, ...(argument !== undefined && { argument }) }
}

/** Reads the first line of a server; a line of another protocol gets status `other` and is kept whole. */
export function parseImapGreeting(line: string): ImapGreeting {
  const match = /^\* (OK|PREAUTH|BYE)(?: (.*))?$/is.exec(line)
  const status = match?.[1]?.toLowerCase()
  if (status !== 'ok' && status !== 'preauth' && status !== 'bye') return { status: 'other', words: line }
  return { status, ...parseResponseText(match?.[2] ?? '') }
}

/** Capability names of a list in the spelling of the registry: they are case-insensitive (RFC 9051 section 7.2.2). */
export function parseImapCapabilities(list: string): string[] {
  const names = list.split(' ').filter((name) => name !== '')
  return [...new Set(names.map(registrySpelling))].slice(0, limits.capabilities)
}

function registrySpelling(name: string): string {
  return name.toUpperCase().replace(/^IMAP4REV/, 'IMAP4rev')
}

/** The capability list that a response text carries in its code, if it does. */
export function capabilitiesOf({ code, argument }: ResponseText): string[] | undefined {
  return code === 'CAPABILITY' && argument !== undefined ? parseImapCapabilities(argument) : undefined
}

/** SASL mechanisms in a capability list (`AUTH=…`). */
export function imapSasl(capabilities: readonly string[]): string[] {
  return capabilities.filter((name) => name.startsWith('AUTH=')).map((name) => name.slice('AUTH='.length))
}

/** The server waits for more of a command (RFC 9051 section 7.6). */
export interface ImapContinuation {
  /** What follows the plus sign. */
  challenge: string
}

/**
 * Reads up to the tagged answer of one command, before sign-in: no literal, no continuation and no other tag has a place
 * there.
 *
 * @param tag of the command that is answered
 * @param waitingFor names the answer in failure messages
 * @throws WireFailure `malformed`, `bye`, or what reading throws
 */
export async function readImapAnswer(
  connection: Connection,
  tag: string,
  waitingFor: string,
): Promise<ImapAnswer> {
  const heard = await readReply(connection, tag, waitingFor, 'malformed')
  if ('challenge' in heard) throw malformed(connection, `+ ${heard.challenge}`, unasked)
  return heard
}

/**
 * Like `readImapAnswer`, for a command that signs in: reads up to the next continuation, or to the answer.
 *
 * @throws WireFailure `too-much-data` besides
 */
export async function readImapReply(
  connection: Connection,
  tag: string,
  waitingFor: string,
): Promise<ImapAnswer | ImapContinuation> {
  return readReply(connection, tag, waitingFor, 'too-much-data')
}

async function readReply(
  connection: Connection,
  tag: string,
  waitingFor: string,
  hugeLiteral: FailureCause,
): Promise<ImapAnswer | ImapContinuation> {
  let capabilities: string[] | undefined
  let bye: ResponseText | undefined
  for (;;) {
    const line = await connection.readLine(waitingFor).catch((error: unknown) => {
      if (bye === undefined) throw error
      throw failed('bye', 'the server said goodbye instead of answering', {
        code: bye.code,
        serverText: connection.text(bye.words),
      })
    })
    if (/^\+( |$)/.test(line)) return { challenge: line.slice(2) }
    refuseLiteral(connection, line, hugeLiteral)
    const [first = '', second = ''] = line.split(' ', 2)
    const rest = line.slice(first.length + second.length + 2)
    if (first === '*') {
      if (second.toUpperCase() === 'BYE') bye = parseResponseText(rest)
      const list = second.toUpperCase() === 'CAPABILITY' ? parseImapCapabilities(rest) : undefined
      capabilities = list ?? capabilitiesOf(parseResponseText(rest)) ?? capabilities
      continue
    }
    const status = second.toUpperCase()
    if (first !== tag || (status !== 'OK' && status !== 'NO' && status !== 'BAD')) {
      throw malformed(connection, line, unasked)
    }
    const text = parseResponseText(rest)
    capabilities = capabilitiesOf(text) ?? capabilities
    return { status, ...text, ...(capabilities !== undefined && { capabilities }) }
  }
}

const unasked = 'a line that answers nothing asked'

function refuseLiteral(connection: Connection, line: string, huge: FailureCause): void {
  const [, size] = /\{(-?\d*)\+?\}$/.exec(line) ?? []
  if (size === undefined) return
  const cause = Number(size) > limits.literalBytes ? huge : 'malformed'
  throw failed(cause, 'the server sent a literal before sign-in', { serverText: connection.text(line) })
}

function malformed(connection: Connection, line: string, what: string): Error {
  return failed('malformed', `the server sent ${what}`, { serverText: connection.text(line) })
}
