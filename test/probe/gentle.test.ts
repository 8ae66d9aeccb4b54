import { afterAll, expect, test } from 'vitest'
import { Secret } from '../../src/net/index.js'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { endpointAt, failureIn, looksOf, optionsFor } from '../support/probing.js'
import {
  onLines,
  type RawServer,
  rawServer,
  type Serve,
  Traffic,
  testCertificate,
} from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

const pop3: Serve = (socket) => {
  const answers: Record<string, string> = { CAPA: '+OK\r\nUIDL\r\nSASL PLAIN\r\n.\r\n', UIDL: '+OK\r\n.\r\n' }
  socket.write('+OK ready\r\n')
  onLines(socket, (line) => {
    socket.write(answers[line] ?? '+OK 0 0\r\n')
    if (line === 'QUIT') socket.end()
  })
}

/** Servers whose faults need every kind of further look, and one that lets people in. */
async function account(traffic: Traffic) {
  const certificate = await testCertificate()
  const wrongName = await testCertificate('trusted', { names: ['mx.hoster.test'] })
  const start = async (serve: Serve, tls?: typeof certificate) => {
    const server = await rawServer(serve, tls, false, traffic)
    servers.push(server)
    return server.port
  }
  const ports = {
    inClear: await start(pop3),
    closing: await start((socket) => socket.end()),
    healthy: await start(pop3, certificate),
    wrong: await start(pop3, wrongName),
    behindTls: await start(pop3, certificate),
  }
  const endpoints = [
    endpointAt(ports.inClear, 'pop3', 'tls'),
    endpointAt(ports.closing, 'imap', 'tls'),
    endpointAt(ports.healthy, 'pop3', 'tls'),
    endpointAt(ports.wrong, 'pop3', 'tls'),
    endpointAt(ports.behindTls, 'pop3', 'starttls'),
  ]
  const options = optionsFor(Object.values(ports), {
    timeoutMs: 1_000,
    caPem: [certificate.caPem],
    deep: true,
  })
  // Other names and ports of the host lead to the same servers.
  options.connectTo.push(
    { host: 'mx.hoster.test', port: ports.wrong, toHost: '127.0.0.1', toPort: ports.wrong },
    ...[993, 143, 443].map((port) => ({
      host: 'mail.example.test',
      port,
      toHost: '127.0.0.1',
      toPort: ports.healthy,
    })),
  )
  return { endpoints, options }
}

test('gentle never has two connections open at once, whatever is looked at', async () => {
  const traffic = new Traffic()
  const { endpoints, options } = await account(traffic)
  const signIn = { user: 'demo', secret: new Secret('pass word') }
  const probes = await probeEndpoints(endpoints, { ...options, signIn, gentle: true })
  expect(probes.map(failureIn)).toEqual([
    'tls not-tls',
    'tls closed-before-server-hello',
    'none',
    'none',
    'greeting timed-out',
  ])
  expect(probes[2]?.session?.messages).toBe(0)
  expect([...new Set(probes.flatMap(looksOf))].length).toBeGreaterThan(6)
  expect(traffic.most).toBe(1)
})

test('otherwise endpoints go side by side, and all connections are counted', async () => {
  const traffic = new Traffic()
  const { endpoints, options } = await account(traffic)
  const taken = () => servers.reduce((sum, { connections }) => sum + connections, 0)
  const before = taken()
  const probes = await probeEndpoints(endpoints, options)
  expect(traffic.most).toBeGreaterThan(1)
  expect(probes.reduce((sum, { connections }) => sum + connections, 0)).toBe(taken() - before)
})
