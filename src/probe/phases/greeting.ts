import { failed } from '../../net/index.js'
import type { ParsedGreeting } from '../dialogue.js'
import { connectionOf, keepCapabilities, type Run } from '../run.js'

/** Waits for the server to speak first, as both protocols demand. */
export async function greetingPhase(run: Run): Promise<undefined> {
  const connection = connectionOf(run)
  connection.startStep()
  const greeting = run.dialogue.parseGreeting(await connection.readLine('greeting'))
  run.greetingWords = greeting.words
  const text = connection.text(greeting.words)
  run.facts.greeting = { status: greeting.status, text, insideTls: connection.insideTls }
  if (greeting.capabilities !== undefined) keepCapabilities(run, 'greeting', greeting.capabilities)
  run.greeted = greeting.status !== 'other'
  refuseBadGreeting(run, greeting, text)
  if (text !== '') run.facts.software = text
}

function refuseBadGreeting(run: Run, { status, code }: ParsedGreeting, serverText: string): void {
  const protocol = run.endpoint.protocol === 'imap' ? 'IMAP' : 'POP3'
  const details = { code, serverText }
  if (status === 'other') throw failed('not-this-protocol', `the greeting is not one of ${protocol}`, details)
  if (status === 'bye' || status === 'err')
    throw failed('bye', 'the server refused service in its greeting', details)
  // Signed in before TLS, STARTTLS is no longer allowed (RFC 9051 section 6.2.1): a known way to keep a client in clear.
  if (status === 'preauth' && !connectionOf(run).insideTls) {
    throw failed('preauth', 'the server claims a session in clear text, which rules TLS out', details)
  }
}
