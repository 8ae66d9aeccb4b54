import { afterAll, expect, test } from 'vitest'
import { identifyEndpoint } from '../../src/probe/identify.js'
import { optionsFor } from '../support/probing.js'
import {
  closedPort,
  type RawServer,
  rawServer,
  type Serve,
  testCertificate,
  testHost,
} from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function identify(serve: Serve, inTls: boolean) {
  const server = await rawServer(serve, inTls ? await testCertificate() : undefined)
  servers.push(server)
  return identifyEndpoint(testHost, server.port, optionsFor([server.port], { timeoutMs: 3_000 }))
}

const greetings = { imap: '* OK hello\r\n', pop3: '+OK hello\r\n' }

test.each([
  ['imap', true, 'tls', 1],
  ['pop3', true, 'tls', 1],
  ['imap', false, 'starttls', 2],
  ['pop3', false, 'starttls', 2],
] as const)('%s, inside TLS %s', async (protocol, inTls, security, connections) => {
  const found = await identify((socket) => socket.write(greetings[protocol]), inTls)
  expect(found).toMatchObject({ protocol, security, connections, greeting: { status: 'ok', text: 'hello' } })
})

test('another protocol is shown and not named', async () => {
  const found = await identify((socket) => socket.write('220 mail ESMTP\r\n'), false)
  expect(found.protocol).toBeUndefined()
  expect(found).toMatchObject({
    connections: 2,
    failure: { cause: 'not-this-protocol', serverText: '220 mail ESMTP' },
  })
})

test('a closed port costs one connection', async () => {
  const port = await closedPort()
  const found = await identifyEndpoint(testHost, port, optionsFor([port]))
  expect(found).toMatchObject({ connections: 1, failure: { cause: 'refused' } })
})
