import type { ImapFlow, ImapFlowOptions } from 'imapflow'
import type { Quota, SessionFacts } from '../../model/index.js'
import { failed, letGo, limits, MeteredStream, WireFailure } from '../../net/index.js'
import {
  capabilitiesOf,
  parseImapCapabilities,
  parseResponseText,
  type ResponseText,
} from '../imap-protocol.js'
import { connectionOf, type Run, type SignedIn } from '../run.js'
import { endsSignIn } from '../sign-in-queue.js'
import { imapFailure, throttling } from './imap-failure.js'
import { surveyMailbox } from './imap-survey.js'
import type { SurveyDesk } from './survey-desk.js'

/**
 * Hands a connection that is signed in over to ImapFlow: it is told of a session that was there from the start.
 *
 * @param mechanism how the sign-in was done
 * @param capabilities those that came with the answer to it; without them the library asks
 * @throws WireFailure `refused-by-server`, `closed`, `bye`, `timed-out`, …
 */
export async function openImapSession(
  run: Run,
  mechanism: string,
  capabilities: string[] | undefined,
): Promise<SignedIn> {
  const { ImapFlow } = await import('imapflow')
  const tap = new SessionTap((words) => throttling(run.transcript.clean(words)))
  tap.list = capabilities
  const socket = connectionOf(run).takeSocket()
  const stream = new MeteredStream(socket, run.transcript, replayedGreeting(capabilities), (line) => {
    tap.take(line)
    // Only after ENABLE QRESYNC (RFC 7162 section 3.2.10), which is never sent. The library would count to the end of the
    // range, millions of messages for each line, and nothing could stop it.
    if (/^\*\s+VANISHED\b/i.test(line)) stream.refuse(vanishedUnasked(run.transcript.clean(line)))
  })
  const client = new ImapFlow(clientOptions(run, stream))
  client.on('error', (error) => tap.fail(error))
  try {
    const answer = Promise.race([client.connect(), tap.throttling])
    await run.deadline.race(answer, limits.signInMs, 'start of the session')
  } catch (error) {
    const failure = imapFailure(stream.failure ?? error, run.transcript)
    if (endsSignIn(failure.failure)) run.goodbye = goodbyeOn(run, stream.release())
    client.close()
    stream.destroy()
    throw failure
  }
  return new ImapSession(run, client, stream, mechanism, tap)
}

class ImapSession implements SignedIn {
  readonly software?: string
  readonly #run: Run
  readonly #client: ImapFlow
  readonly #stream: MeteredStream
  readonly #tap: SessionTap

  constructor(
    run: Run,
    client: ImapFlow,
    stream: MeteredStream,
    readonly mechanism: string,
    tap: SessionTap,
  ) {
    this.#run = run
    this.#client = client
    this.#stream = stream
    this.#tap = tap
    const { name, version } = client.serverInfo ?? {}
    const software = [name, version].filter((part) => typeof part === 'string').join(' ')
    if (software !== '') this.software = run.transcript.clean(software)
  }

  async capabilities(): Promise<string[] | undefined> {
    return this.#tap.list
  }

  /** STATUS and GETQUOTAROOT of INBOX, then the survey of the rest: nothing of it changes the mailbox. */
  async facts(into: SessionFacts): Promise<void> {
    const earlier = this.#tap.refusal
    this.#tap.refusal = undefined
    const status = await this.#step(this.#client.status('INBOX', { messages: true }), 'answer to STATUS')
    // A sign-in can succeed and still lead to no mailbox: only a command about one shows it.
    if (status === false) throw this.#refused()
    if (status.messages !== undefined) into.messages = status.messages
    const storage = quotaOf(await this.#step(this.#client.getQuota('INBOX'), 'answer to GETQUOTAROOT'))
    if (storage !== undefined) into.quota = storage
    await surveyMailbox(this.#desk(earlier), into)
  }

  end(): boolean {
    if (!this.#client.usable || this.#stream.destroyed) {
      this.#client.close()
      return false
    }
    const goodbye = goodbyeOn(this.#run, this.#stream.release())
    this.#client.close()
    goodbye()
    return true
  }

  #desk(refusal: ResponseText | undefined): SurveyDesk {
    const { deadline, transcript, options } = this.#run
    return {
      client: this.#client,
      deadline,
      deep: options.deep === true,
      ...(refusal && { namespaceRefusal: refusal }),
      ...(this.#tap.namespaces !== undefined && { namespaceLine: this.#tap.namespaces }),
      clean: (text) => transcript.clean(text),
      step: (work, waitingFor) => this.#step(work, waitingFor),
      takeRefusal: () => {
        const last = this.#tap.refusal
        this.#tap.refusal = undefined
        return last
      },
      listen: (listener) => {
        this.#tap.listener = listener
      },
    }
  }

  #refused(): Error {
    const { refusal } = this.#tap
    if (refusal === undefined) return failed('malformed', 'STATUS of INBOX was not answered')
    const details = { code: refusal.code, serverText: this.#run.transcript.clean(refusal.words) }
    return failed('refused-by-server', 'STATUS of INBOX was refused', details)
  }

  // The library takes every failure of these commands for a refusal, so that what really happened must be looked up.
  async #step<T>(work: Promise<T>, waitingFor: string): Promise<T> {
    let result: T
    try {
      const answer = Promise.race([work, this.#tap.throttling])
      result = await this.#run.deadline.race(answer, limits.stepMs, waitingFor)
    } catch (error) {
      throw this.#failure(error)
    }
    if (this.#stream.failure !== undefined || !this.#client.usable) throw this.#failure()
    return result
  }

  #failure(error?: unknown): Error {
    const { transcript } = this.#run
    if (this.#stream.failure !== undefined) return this.#stream.failure
    if (error instanceof WireFailure) return error
    const { failure, bye } = this.#tap
    if (failure !== undefined) return imapFailure(failure, transcript)
    if (bye !== undefined)
      return failed('bye', 'the server ended the session', { serverText: transcript.clean(bye) })
    if (error !== undefined) return imapFailure(error, transcript)
    return failed('closed', 'the server closed the connection')
  }
}

// ImapFlow's own logout waits for the answer.
function goodbyeOn(run: Run, socket: ReturnType<MeteredStream['release']>): () => void {
  return () => {
    run.transcript.record('sent', 'bye LOGOUT', true)
    letGo(socket, 'bye LOGOUT\r\n')
  }
}

/** Remembers what the library does not hand out: the last capability list, the words of a refusal, why it gave up. */
class SessionTap {
  list: string[] | undefined
  /** The words of a goodbye that came unasked. */
  bye: string | undefined
  /** What the library gave the session up for. */
  failure: unknown
  /** Rejects once the server asks to slow down: the library would wait for as long as it is told. */
  readonly throttling: Promise<never>
  #throttle: (words: string) => void = () => {}
  /** The first one since it was last cleared: the library may ask further after a refusal. */
  refusal: ResponseText | undefined
  /** What followed NAMESPACE: where it is NIL or missing, the library makes one up. */
  namespaces: string | undefined
  /** Gets each line as it comes. */
  listener: ((line: string) => void) | undefined

  /** @param throttlingFor the failure for the server's words */
  constructor(throttlingFor: (words: string) => Error) {
    this.throttling = new Promise((_resolve, reject) => {
      this.#throttle = (words) => reject(throttlingFor(words))
    })
    this.throttling.catch(() => {})
  }

  /** Remembers the first error: those that follow come from it. */
  fail(error: unknown): void {
    this.failure ??= error
  }

  take(line: string): void {
    this.listener?.(line)
    this.namespaces ??= /^\* NAMESPACE (.*)$/i.exec(line)?.[1]
    this.bye ??= /^\* BYE ?(.*)$/i.exec(line)?.[1]
    const untagged = /^\* CAPABILITY (.*)$/i.exec(line)?.[1]
    if (untagged !== undefined) {
      this.list = parseImapCapabilities(untagged)
      return
    }
    const [, status = '', rest = ''] = /^\S+ (OK|NO|BAD) (.*)$/i.exec(line) ?? []
    const text = parseResponseText(rest)
    if (status.toUpperCase() === 'OK') this.list = capabilitiesOf(text) ?? this.list
    else if (status !== '') this.refusal ??= text
    if (/^BAD$/i.test(status) && /request is throttled/i.test(rest)) this.#throttle(text.words)
  }
}

function vanishedUnasked(serverText: string) {
  return failed('malformed', 'the server told of vanished messages, which nothing asked for', { serverText })
}

// Only atoms (RFC 9051 section 9): on a greeting that it cannot parse the library waits for ever.
function replayedGreeting(capabilities: readonly string[] | undefined): string {
  const list = capabilities?.filter((name) => /^[!#$&'+-Z^-z|~]{1,255}$/.test(name)) ?? []
  const code = list.length > 0 ? `[CAPABILITY ${list.join(' ')}] ` : ''
  return `* PREAUTH ${code}replayed\r\n`
}

function clientOptions(run: Run, stream: MeteredStream): ImapFlowOptions {
  const { endpoint, deadline } = run
  return {
    host: endpoint.host,
    port: endpoint.port,
    secure: true,
    transport: {
      connect(_where, onConnect) {
        setImmediate(onConnect)
        return stream
      },
    },
    logger: false,
    disableAutoEnable: true,
    disableAutoIdle: true,
    disableCompression: true,
    clientInfo: { name: 'mailadvise', version: '', vendor: '', 'support-url': '' },
    connectionTimeout: deadline.remainingMs,
    greetingTimeout: deadline.remainingMs,
    maxLineLength: limits.lineBytes,
    maxLiteralSize: limits.literalBytes,
    maxResponseSize: limits.answerBytes,
    maxResponseTokens: limits.sessionTokens,
  }
}

function quotaOf(answer: Awaited<ReturnType<ImapFlow['getQuota']>>): Quota | undefined {
  if (answer === false || answer === undefined) return undefined
  const { usage, limit } = answer.storage ?? {}
  return usage === undefined || limit === undefined ? undefined : { usedBytes: usage, limitBytes: limit }
}
