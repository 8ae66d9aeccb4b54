import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import packet, { type Answer, type Packet, type Question } from 'dns-packet'

/** What the server does with a question: records, an error code, or nothing at all. */
export type Reply = Answer[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silence'

/** Answers a question; undefined: the name does not exist. */
export type Zone = (type: string, name: string) => Reply | undefined

/** A name server on loopback, over UDP and TCP on one port. */
export interface DnsServer {
  /** For --dns-server. */
  address: string
  /** Every question, as `TYPE name`. */
  asked: string[]
  close(): Promise<void>
}

const codes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const
const authoritative = 0x0400
const truncated = 0x0200
const udpBytes = 512

/** SRV record data for a zone. */
export function srv(name: string, priority: number, weight: number, port: number, target: string): Answer {
  return { type: 'SRV', name, ttl: 60, data: { priority, weight, port, target } }
}

/** A record for a zone. */
export function record(type: 'A' | 'AAAA' | 'CNAME', name: string, data: string): Answer {
  return { type, name, ttl: 60, data }
}

/** MX record for a zone. */
export function mx(name: string, preference: number, exchange: string): Answer {
  return { type: 'MX', name, ttl: 60, data: { preference, exchange } }
}

/** TXT record for a zone. */
export function txt(name: string, ...strings: string[]): Answer {
  return { type: 'TXT', name, ttl: 60, data: strings }
}

/**
 * A zone of fixed records. A name that has records of another type exists and has no data; any other does not exist.
 *
 * @param special replies for `TYPE name`, or for `* name` whatever the type
 */
export function zoneOf(records: readonly Answer[], special: Readonly<Record<string, Reply>> = {}): Zone {
  return (type, name) => {
    const reply = special[`${type} ${name}`] ?? special[`* ${name}`]
    if (reply !== undefined) return reply
    const own = records.filter((one) => one.name === name)
    const fitting = own.filter((one) => one.type === type || one.type === 'CNAME')
    return own.length === 0 ? undefined : fitting
  }
}

function replyTo(question: Packet, zone: Zone, asked: string[]): Buffer | undefined {
  const [first] = question.questions ?? []
  if (first === undefined) return undefined
  const name = first.name.toLowerCase()
  asked.push(`${first.type} ${name}`)
  const reply = zone(first.type, name) ?? 'NXDOMAIN'
  if (reply === 'silence') return undefined
  const code = typeof reply === 'string' ? codes[reply] : codes.NOERROR
  return encoded(question, first, code, typeof reply === 'string' ? [] : reply)
}

function encoded(question: Packet, first: Question, code: number, answers: Answer[]): Buffer {
  return packet.encode({
    type: 'response',
    ...(question.id !== undefined && { id: question.id }),
    flags: authoritative | code,
    questions: [first],
    answers,
  })
}

/** An answer too long for UDP is asked for again over TCP (RFC 1035 section 4.2.1). */
function forUdp(answer: Buffer): Buffer {
  if (answer.length <= udpBytes) return answer
  const { id, questions = [], flags = 0 } = packet.decode(answer)
  return packet.encode({ type: 'response', id: id ?? 0, flags: flags | truncated, questions, answers: [] })
}

/** Starts a name server for a zone. */
export async function dnsServer(zone: Zone): Promise<DnsServer> {
  const asked: string[] = []
  const [udp, tcp] = await onePort()
  const { port } = udp.address()
  udp.on('message', (message, from) => {
    const answer = replyTo(packet.decode(message), zone, asked)
    if (answer !== undefined) udp.send(forUdp(answer), from.port, from.address)
  })
  const open = new Set<Socket>()
  tcp.on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    let received = Buffer.alloc(0)
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        const answer = replyTo(packet.decode(received.subarray(2, end)), zone, asked)
        received = received.subarray(end)
        if (answer === undefined) continue
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        socket.write(Buffer.concat([length, answer]))
      }
    })
  })
  return {
    address: `127.0.0.1:${port}`,
    asked,
    async close() {
      for (const socket of open) socket.destroy()
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ])
    },
  }
}

const mostTries = 20

/** Both sockets on one free port; another program may take the second one in between. */
async function onePort(): Promise<[UdpSocket, Server]> {
  for (let tries = 0; tries < mostTries; tries++) {
    const udp = createSocket('udp4')
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    const tcp = createServer()
    const bound = await new Promise<boolean>((resolve) => {
      tcp.once('error', () => resolve(false))
      tcp.listen(udp.address().port, '127.0.0.1', () => resolve(true))
    })
    if (bound) return [udp, tcp]
    await new Promise<void>((resolve) => udp.close(() => resolve()))
  }
  throw new Error('no port is free for UDP and TCP alike')
}
