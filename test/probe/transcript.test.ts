import { afterAll, expect, test } from 'vitest'
import { Secret } from '../../src/net/index.js'
import { transcriptFor } from '../../src/probe/run.js'
import { optionsFor, probeOne } from '../support/probing.js'
import { onLines, type RawServer, rawServer, testCertificate } from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function probeIt(keepTranscript: boolean) {
  const certificate = await testCertificate()
  const server = await rawServer((socket) => {
    socket.write('+OK \u001b[31mready\u202e\r\n')
    onLines(socket, (line) => {
      if (line === 'CAPA') socket.write('+OK\r\nUSER\r\n.\r\n')
      else socket.write(line.startsWith('PASS') ? `-ERR no: ${line.slice(5)}\r\n` : '+OK\r\n')
    })
  }, certificate)
  servers.push(server)
  const signIn = { user: 'demo', secret: new Secret('pass word') }
  return probeOne(server.port, 'pop3', 'tls', { caPem: [certificate.caPem], signIn, keepTranscript })
}

test('the lines on the wire are kept when asked for, without secrets and controls', async () => {
  const { transcript } = await probeIt(true)
  expect(transcript?.map(({ direction, text }) => `${direction} ${text}`)).toEqual([
    'received +OK [31mready',
    'sent CAPA',
    'received +OK',
    'received USER',
    'received .',
    'sent USER demo',
    'received +OK',
    'sent PASS [secret]',
    'received -ERR no: [secret]',
    'sent QUIT',
  ])
  expect(transcript?.every(({ insideTls }) => insideTls)).toBe(true)
})

test('and not otherwise', async () => expect((await probeIt(false)).transcript).toBeUndefined())

test('a part of a token is masked too, as of a JWT', () => {
  const [head, claims, signature] = ['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiJqYW5lIn0', 'c2lnbmF0dXJlIG9mIGl0']
  const secret = new Secret(`${head}.${claims}.${signature}`)
  const transcript = transcriptFor({
    ...optionsFor([]),
    signIn: { user: 'demo', secret, kind: 'oauth-token' },
  })
  expect([head, claims, signature].map((part) => transcript.clean(`no: ${part}`))).toEqual(
    Array(3).fill('no: [secret]'),
  )
})
