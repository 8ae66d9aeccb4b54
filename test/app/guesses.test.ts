import { afterAll, expect, test } from 'vitest'
import { probe } from '../../src/app/probe.js'
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

/** Probes a port that tells neither protocol nor security. */
async function probePort(port: number) {
  const { endpoints } = await probe([`${testHost}:${port}`], {
    timeoutMs: 5_000,
    connectTo: [{ host: testHost, port, toHost: '127.0.0.1', toPort: port }],
  })
  const [result] = endpoints
  if (result === undefined) throw new Error('no result')
  return result
}

async function probeServer(serve: Serve, inTls: boolean) {
  const server = await rawServer(serve, inTls ? await testCertificate() : undefined)
  servers.push(server)
  return probePort(server.port)
}

const greetings = { imap: '* OK hello\r\n', pop3: '+OK hello\r\n' }

// As few connections as the answers allow: each wrong guess costs one more.
test.each([
  ['imap', true, 'tls', 1],
  ['pop3', true, 'tls', 2],
  ['imap', false, 'starttls', 2],
  ['pop3', false, 'starttls', 3],
] as const)(
  '%s, inside TLS %s, is found by what the server says',
  async (protocol, inTls, security, connections) => {
    const found = await probeServer((socket) => socket.write(greetings[protocol]), inTls)
    expect(found).toMatchObject({
      endpoint: { protocol, security },
      connections,
      greeting: { text: 'hello' },
    })
  },
)

test('another service is shown in its own words and taken for nothing else', async () => {
  const found = await probeServer((socket) => socket.write('220 mail ESMTP\r\n'), false)
  const failure = found.phases.find((phase) => phase.outcome === 'failed')?.failure
  expect(failure).toMatchObject({ cause: 'not-this-protocol', serverText: '220 mail ESMTP' })
})

test('a closed port costs one connection', async () => {
  expect(await probePort(await closedPort())).toMatchObject({ connections: 1 })
})

test('a guess that is corrected has one time limit in all, and counts all its time', async () => {
  let hello = 0
  const server = await rawServer((socket) => {
    hello += 1
    // What is not TLS is said late; then, in clear, nothing at all.
    if (hello === 1) setTimeout(() => socket.write('* OK clear text\r\n'), 400)
  })
  servers.push(server)
  const { endpoints } = await probe([`${testHost}:${server.port}`], {
    timeoutMs: 1_000,
    connectTo: [{ host: testHost, port: server.port, toHost: '127.0.0.1', toPort: server.port }],
  })
  const [found] = endpoints
  const failure = found?.phases.find((phase) => phase.outcome === 'failed')
  expect(found?.endpoint.security).toBe('starttls')
  expect(failure?.failure?.cause).toBe('timed-out')
  expect(failure?.ms).toBeLessThan(found?.ms ?? 0)
})
