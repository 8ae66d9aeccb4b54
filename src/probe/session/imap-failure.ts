import { failed, failureOf, type Transcript, WireFailure } from '../../net/index.js'
import { throttled } from '../sign-in-queue.js'

/** The fields of ImapFlow's errors that matter here. */
interface LibraryError {
  code?: unknown
  message: string
  responseStatus?: unknown
  serverResponseCode?: unknown
  responseText?: unknown
  response?: unknown
  reason?: unknown
  authenticationFailed?: unknown
}

const tooMuch = new Set([
  'LineTooLarge',
  'LiteralTooLarge',
  'ResponseTooLarge',
  'TooManyTokens',
  'TooManyResponses',
  'MAX_IMAP_NESTING_REACHED',
])
const malformed = new Set(['InvalidResponse', 'MissingTag', 'UnexpectedTag'])
const timeouts = new Set(['ETIMEOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'])
const closed = new Set([
  'ClosedAfterConnectTLS',
  'ClosedAfterConnectText',
  'NoConnection',
  'EConnectionClosed',
])

/**
 * Turns what ImapFlow threw into a failure. It takes the session over once somebody is signed in, so that nothing it
 * meets says anything about the password.
 *
 * @param error what was caught in the session
 * @param transcript masks the server's words
 */
export function imapFailure(error: unknown, transcript: Transcript): WireFailure {
  if (error instanceof WireFailure) return error
  if (!(error instanceof Error)) return new WireFailure(failureOf(error))
  const fields: LibraryError = error
  const code = stringOf(fields.code)
  const words = transcript.clean(stringOf(fields.responseText) ?? stringOf(fields.response) ?? '')
  const status = stringOf(fields.responseStatus)
  if (code === throttled) return throttling(words)
  if (status === 'NO' || status === 'BAD') {
    const responseCode = stringOf(fields.serverResponseCode) ?? (status === 'BAD' ? 'BAD' : undefined)
    return failed('refused-by-server', 'the server refused a command', {
      code: responseCode,
      serverText: words,
    })
  }
  if (fields.authenticationFailed === true || error.name === 'AuthenticationFailure') {
    return failed('refused-by-server', 'signed in, but the mailbox is not available', { serverText: words })
  }
  if (code === undefined) return new WireFailure(failureOf(error))
  return byCode(error, code, transcript.clean(stringOf(fields.reason) ?? ''))
}

/** The server wants nothing more for a while: it has judged no password, but asking again would make it worse. */
export function throttling(serverText: string): WireFailure {
  return failed('refused-by-server', 'the server asks to slow down', { code: throttled, serverText })
}

function byCode(error: unknown, code: string, reason: string): WireFailure {
  if (tooMuch.has(code)) return failed('too-much-data', 'a response beyond the limits', { code })
  if (code === 'NotFound')
    return failed('refused-by-server', 'the server says that there is no INBOX', { code })
  if (timeouts.has(code)) return failed('timed-out', 'no answer in the session', { code })
  if (closed.has(code)) {
    if (reason !== '') return failed('bye', 'the server ended the session', { code, serverText: reason })
    return failed('closed', 'the server closed the connection', { code })
  }
  if (malformed.has(code) || code.startsWith('ParserError'))
    return failed('malformed', 'a response that is not IMAP', { code })
  return new WireFailure(failureOf(error))
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
