import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { failed, failureOf, type WireFailure } from './failure.js'
import { limits } from './limits.js'

/** One request for a public document. It never carries cookies or credentials. */
export interface HttpQuestion {
  /** https, or http where the user allowed it. */
  url: URL
  /** Sent by POST; without it the request is a GET. */
  body?: { type: string; text: string } | undefined
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  status: number
  /** Where a redirect points, as received. */
  location?: string | undefined
  body: Buffer
}

// Without a version: nobody must serve other settings to another version.
const userAgent = 'mailadvise (search for mail settings)'

/**
 * Sends one request over an open connection and reads the answer. Node's own https client would do the handshake as well,
 * but with a verdict of its own; here the certificate is judged by the same code as that of a mail server.
 *
 * @throws WireFailure `too-much-data`, `malformed`, `closed`, …
 */
export function exchange(socket: Socket, { url, body }: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({
      createConnection: () => socket,
      method: body === undefined ? 'GET' : 'POST',
      path: `${url.pathname}${url.search}`,
      headers: headersFor(url, body),
      maxHeaderSize: limits.httpHeaderBytes,
      insecureHTTPParser: false,
    })
    // Nothing else may come where there is no answer (101 Switching Protocols).
    const withoutAnswer = () => reject(closedEarly())
    asked.once('close', withoutAnswer)
    asked.once('response', (answer) => {
      asked.off('close', withoutAnswer)
      collect(answer, resolve, reject)
    })
    asked.on('error', (error) => reject(httpFailure(error)))
    send(asked, body?.text)
  })
}

function send(asked: ClientRequest, text: string | undefined): void {
  if (text === undefined) asked.end()
  else asked.end(text)
}

function headersFor(url: URL, body: HttpQuestion['body']): Record<string, string | number> {
  return {
    host: url.host,
    'user-agent': userAgent,
    accept: '*/*',
    // What is not inflated cannot grow.
    'accept-encoding': 'identity',
    connection: 'close',
    ...(body && { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) }),
  }
}

function collect(
  answer: IncomingMessage,
  resolve: (answer: HttpAnswer) => void,
  reject: (failure: WireFailure) => void,
): void {
  const refusal = refusalOf(answer)
  const end = (failure: WireFailure) => {
    reject(failure)
    answer.destroy()
  }
  answer.on('error', () => reject(closedEarly()))
  answer.once('close', () => reject(closedEarly()))
  if (refusal !== undefined) {
    end(refusal)
    return
  }
  const chunks: Buffer[] = []
  let room: number = limits.httpBodyBytes
  answer.on('data', (chunk: Buffer) => {
    room -= chunk.length
    if (room < 0) end(tooLong())
    else chunks.push(chunk)
  })
  // Only a whole answer ends; one that is cut off closes, or is an error.
  answer.once('end', () => {
    const { statusCode = 0, headers } = answer
    resolve({ status: statusCode, location: headers.location, body: Buffer.concat(chunks) })
  })
}

function refusalOf({ headers }: IncomingMessage): WireFailure | undefined {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && !/^\s*(identity)?\s*$/i.test(encoding)) {
    return failed('malformed', 'the answer is compressed, which was not asked for')
  }
  return Number(headers['content-length'] ?? 0) > limits.httpBodyBytes ? tooLong() : undefined
}

function tooLong(): WireFailure {
  return failed('too-much-data', `the answer is longer than ${limits.httpBodyBytes} bytes`)
}

function closedEarly(): WireFailure {
  return failed('closed', 'connection closed before the end of the HTTP answer')
}

function httpFailure(error: Error): WireFailure {
  const code = 'code' in error ? String(error.code) : undefined
  if (code === 'HPE_HEADER_OVERFLOW') {
    return failed('too-much-data', `the headers are longer than ${limits.httpHeaderBytes} bytes`, { code })
  }
  if (code?.startsWith('HPE_')) return failed('malformed', 'the answer is not HTTP', { code })
  // Node's name for a connection that was closed without an answer.
  if (error.message === 'socket hang up') return closedEarly()
  const { cause, message } = failureOf(error)
  return failed(cause, message, { code })
}
