import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectTo } from '../model/index.js'
import { isOfThisNetwork } from './address.js'
import { Dial } from './connect.js'
import { Deadline } from './deadline.js'
import { failed, failureOf, type WireFailure } from './failure.js'
import { limits } from './limits.js'
import { type Lookup, resolveAddresses } from './resolve.js'
import { handshake } from './tls.js'
import type { Trust } from './trust.js'

/** One request for a public document. It never carries cookies or credentials. */
export interface HttpQuestion {
  /** https, or http where the user allowed it. */
  url: URL
  /** Sent by POST; without it the request is a GET. */
  body?: { type: string; text: string } | undefined
}

/** How a request reaches the network. */
export interface HttpReach {
  /** Ends the request, above the limit that each one has. */
  deadline: Deadline
  trust: Trust
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo: readonly ConnectTo[]
  /** Stands in for the system's resolver. */
  lookup?: Lookup | undefined
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
 * Sends one request over a connection of its own and reads the answer, all within `limits.httpMs`. Nothing is sent before
 * the certificate is verified for the named host. Redirects are not followed.
 *
 * @throws WireFailure `name-not-found`, `private-address`, `refused`, `timed-out`, `not-tls`, `handshake-failed` (with
 *   OpenSSL's code when the certificate does not verify), `too-much-data`, `malformed`, `closed`, `cancelled`, …
 */
export async function httpAnswer(question: HttpQuestion, reach: HttpReach): Promise<HttpAnswer> {
  const total = Math.min(limits.httpMs, reach.deadline.remainingMs)
  const deadline = new Deadline(total, reach.deadline.signal)
  const socket = await connected(question.url, { ...reach, deadline })
  try {
    return await deadline.race(exchange(socket, question), deadline.remainingMs, 'HTTP answer')
  } finally {
    socket.destroy()
  }
}

async function connected(url: URL, reach: HttpReach): Promise<Socket> {
  const { deadline, trust } = reach
  const host = hostOf(url)
  const { addresses, port } = await placeOf(host, url, reach)
  const dial = new Dial(addresses, port, deadline, { connections: 0 }, { oneAtATime: true })
  const { socket } = await dial.connect()
  if (url.protocol === 'http:') return socket
  const secured = await handshake(socket, { host, trust, deadline, stepMs: deadline.remainingMs })
  const { problem } = secured.facts
  if (problem === undefined) return secured.socket
  secured.socket.destroy()
  throw failed('handshake-failed', `${problem.message} (${host})`, { code: problem.code })
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'http:' ? 80 : 443
}

async function placeOf(
  host: string,
  url: URL,
  { connectTo, deadline, lookup }: HttpReach,
): Promise<{ addresses: string[]; port: number }> {
  const port = portOf(url)
  const route = connectTo.find((one) => one.port === port && one.host.toLowerCase() === host)
  // A mapping is the user's own word, so that it may lead into the user's own network.
  if (route !== undefined) {
    return { addresses: await resolveAddresses(route.toHost, deadline, lookup), port: route.toPort }
  }
  const found = await resolveAddresses(host, deadline, lookup)
  const addresses = found.filter((address) => !isOfThisNetwork(address))
  if (addresses.length > 0) return { addresses, port }
  throw failed(
    'private-address',
    `the name leads only to addresses of this machine or network, which are not asked: ${found.join(', ')}`,
  )
}

/**
 * The request proper. Node's own https client would do the handshake as well, but with a verdict of its own; here the
 * certificate is judged by the same code as that of a mail server.
 */
function exchange(socket: Socket, { url, body }: HttpQuestion): Promise<HttpAnswer> {
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
