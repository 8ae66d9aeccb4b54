import { randomBytes } from 'node:crypto'
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import packet, { type Answer } from 'dns-packet'
import { afterEach, expect, it } from 'vitest'
import { discover } from '../../src/app/discover.js'
import { mx, record, srv, txt } from '../../src/dev/evaluation/dns-server.js'
import type { DiscoveryDocument } from '../../src/model/index.js'
import { expectSafeDiscovery } from './discovery-document.js'

const domain = 'example.test'
const address = `anna@${domain}`

/** A question as it came, and its name and type. */
interface Question {
  bytes: Buffer
  name: string
  type: string
}

/** Datagrams that answer a question. */
type Respond = (question: Question) => Buffer[]

interface Resolver {
  address: string
  close(): Promise<void>
}

const open: Resolver[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A name server that sends whatever it is told, over UDP, and over TCP what `overTcp` does. */
async function resolver(respond: Respond, overTcp: (socket: Socket) => void = () => {}): Promise<string> {
  const sockets = new Set<Socket>()
  const tcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    overTcp(socket)
  })
  const udp = await bothAt(tcp)
  udp.on('message', (bytes, from) => {
    const [question] = packet.decode(bytes).questions ?? []
    if (question === undefined) return
    const { name, type } = question
    for (const one of respond({ bytes, name: name.toLowerCase(), type }))
      udp.send(one, from.port, from.address)
  })
  const { port } = udp.address()
  open.push({
    address: `127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ])
    },
  })
  return `127.0.0.1:${port}`
}

/** A UDP socket on the port on which this server listens; another program may have it already. */
async function bothAt(tcp: Server): Promise<UdpSocket> {
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const place = tcp.address()
    const udp = createSocket('udp4')
    const bound = await new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(false))
      udp.bind(typeof place === 'object' && place !== null ? place.port : 0, '127.0.0.1', () => resolve(true))
    })
    udp.removeAllListeners('error').on('error', () => {})
    if (bound) return udp
    await new Promise<void>((resolve) => tcp.close(() => resolve()))
  }
  throw new Error('no port is free for UDP and TCP alike')
}

const authoritative = 0x0400
const truncated = 0x0200

/** A proper response that holds these answers. */
function response({ bytes, name, type }: Question, answers: Answer[], flags = authoritative): Buffer {
  const { id = 0 } = packet.decode(bytes)
  const questions = [{ name, type: type as 'A' }]
  return packet.encode({ type: 'response', id, flags, questions, answers })
}

/** The header and question of a response, and then these bytes in place of its answers. */
function raw(question: Question, rest: Buffer, count = 1): Buffer {
  const head = response(question, [])
  head.writeUInt16BE(count, 6)
  return Buffer.concat([head, rest])
}

/** A resource record of the question's own name. */
function own(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, 0])
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

const label = (text: string | Buffer) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
const srvData = (target: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, 0, 3, 0xe1]), target])

const srvType = 33
const isImaps = ({ name, type }: Question) => type === 'SRV' && name.startsWith('_imaps.')

/** An SRV record for IMAP over TLS whose target is made of these bytes, and nothing else. */
const target =
  (bytes: Buffer): Respond =>
  (question) =>
    isImaps(question) ? [raw(question, own(srvType, srvData(bytes)))] : [response(question, [], 3)]

/** Records of whatever type is asked for. */
const records =
  (make: (question: Question) => Answer[]): Respond =>
  (question) => [
    response(
      question,
      make(question).filter(({ type }) => type === question.type || type === 'CNAME'),
    ),
  ]

const own255 = Buffer.concat([
  label('x'.repeat(63)),
  label('y'.repeat(63)),
  label('z'.repeat(63)),
  label('w'.repeat(61)),
  Buffer.from([0]),
])

const hostile: [string, Respond, ((socket: Socket) => void)?][] = [
  ['silence', () => []],
  ['an empty datagram', () => [Buffer.alloc(0)]],
  ['noise', () => [randomBytes(400)]],
  ['one byte', () => [Buffer.from([0])]],
  ['the question sent back', ({ bytes }) => [bytes]],
  ['the answer to another question', (question) => [response({ ...question, name: 'other.test' }, [])]],
  ['another id', (question) => [Buffer.concat([Buffer.from([1, 2]), response(question, []).subarray(2)])]],
  [
    'a thousand wrong ids',
    (question) =>
      Array.from({ length: 1_000 }, (_, id) => {
        const one = response(question, [srv(question.name, 0, 0, 993, 'evil.test')])
        one.writeUInt16BE(id, 0)
        return one
      }),
  ],
  ['a header alone', (question) => [response(question, []).subarray(0, 12)]],
  [
    'half an answer',
    (question) => [response(question, [srv(question.name, 0, 0, 993, 'a.test')]).subarray(0, -5)],
  ],
  ['65,535 answers announced', (question) => [raw(question, Buffer.alloc(0), 65_535)]],
  ['a pointer to itself', target(Buffer.from([0xc0, 12 + 16 + 4]))],
  [
    'pointers in a circle',
    (question) => {
      const at = response(question, []).length
      return [raw(question, Buffer.from([0xc0, at + 2, 0xc0, at]))]
    },
  ],
  ['a pointer beyond the end', target(Buffer.from([0xff, 0xff]))],
  ['a label that is longer than the data', target(Buffer.from([63, 0x61]))],
  ['a label of an unknown kind', target(Buffer.from([0x80, 0x61, 0]))],
  ['a name of 255 bytes', target(own255)],
  ['a name that is too long', target(Buffer.concat([label('x'.repeat(63)), own255]))],
  [
    'terminal commands in a name',
    target(Buffer.concat([label('\u001b[2J\u0007'), label('test'), Buffer.from([0])])),
  ],
  [
    'direction marks in a name',
    target(Buffer.concat([label(Buffer.from('\u202egnp')), label('test'), Buffer.from([0])])),
  ],
  ['NUL and dots in a label', target(Buffer.concat([label('a\0b.c'), label('test'), Buffer.from([0])]))],
  [
    'white space and slashes in a label',
    target(Buffer.concat([label('a b/../c'), label('test'), Buffer.from([0])])),
  ],
  [
    'an address as a name',
    target(Buffer.concat([label('127'), label('0'), label('0'), label('1'), Buffer.from([0])])),
  ],
  ['this machine as a name', target(Buffer.concat([label('localhost'), Buffer.from([0])]))],
  [
    'hundreds of records',
    records(({ name, type }) =>
      Array.from({ length: 400 }, (_, at) =>
        type === 'MX' ? mx(name, at, `m${at}.test`) : srv(name, at, 0, 993, `m${at}.test`),
      ),
    ),
  ],
  ['an alias of itself', records(({ name }) => [record('CNAME', name, name)])],
  [
    'aliases in a circle',
    records(({ name }) => [record('CNAME', name, 'b.test'), record('CNAME', 'b.test', name)]),
  ],
  [
    'a thousand aliases',
    records(({ name }) =>
      Array.from({ length: 300 }, (_, at) =>
        record('CNAME', at === 0 ? name : `a${at}.test`, `a${at + 1}.test`),
      ),
    ),
  ],
  [
    'ports that are none',
    records(({ name }) => [srv(name, 0, 0, 0, 'a.test'), srv(name, 65_535, 65_535, 65_535, 'b.test')]),
  ],
  [
    'texts of terminal commands',
    records(({ name, type }) =>
      type === 'TXT'
        ? [txt(name, '\u001b[2J', '\u202e\u2066'), txt(name, 'v=UAAC1; a=sha256; d=\u0007')]
        : [],
    ),
  ],
  [
    'long texts',
    records(({ name, type }) =>
      type === 'TXT'
        ? Array.from({ length: 60 }, () => txt(name, ...Array.from({ length: 4 }, () => 'x'.repeat(255))))
        : [],
    ),
  ],
  [
    'every code of failure',
    (question) => [response(question, [], authoritative | (question.name.length % 16))],
  ],
  ['cut, and silence over TCP', (question) => [response(question, [], truncated)]],
  [
    'cut, and a drop over TCP',
    (question) => [response(question, [], truncated)],
    (socket) => socket.destroy(),
  ],
  [
    'cut, and noise over TCP',
    (question) => [response(question, [], truncated)],
    (socket) => socket.end(randomBytes(100_000)),
  ],
  [
    'cut, and 64 KiB announced over TCP',
    (question) => [response(question, [], truncated)],
    (socket) => socket.write(Buffer.from([0xff, 0xff, 0])),
  ],
  [
    'cut, and a flood over TCP',
    (question) => [response(question, [], truncated)],
    (socket) => {
      const chunk = Buffer.alloc(65_536)
      let sent = 0
      const more = () => {
        while (sent < 32 * 1024 * 1024) {
          sent += chunk.length
          if (!socket.write(chunk)) return
        }
      }
      socket.on('drain', more)
      more()
    },
  ],
]

function holdPromises(document: DiscoveryDocument): void {
  expectSafeDiscovery(document)
  for (const { endpoint } of document.candidates) {
    expect(endpoint.host).toMatch(/^[a-z0-9_.-]+$/)
    expect(endpoint.host).not.toMatch(/^(localhost|127\.)|evil/)
    expect(endpoint.port).toBeGreaterThan(0)
  }
  expect(document.candidates.length).toBeLessThanOrEqual(100)
}

it.each(hostile)('a resolver that answers with %s', async (_, respond, overTcp) => {
  const dnsServers = [await resolver(respond, overTcp)]
  holdPromises(await discover(address, { timeoutMs: 1_500, dnsServers }))
})

it('a healthy answer is found in the same way, so that the others were read', async () => {
  const dnsServers = [await resolver(target(Buffer.concat([label('mail'), label('test'), Buffer.from([0])])))]
  const document = await discover(address, { timeoutMs: 5_000, dnsServers })
  holdPromises(document)
  expect(document.candidates.map(({ endpoint }) => endpoint.host)).toContain('mail.test')
})
