import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import * as tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProbeDocument } from '../../src/model/index.js'
import { addRoots, rootsText, trustContext, trustContextBeside } from '../../src/net/trust.js'
import { runCli, temporaryFile } from '../cli/support.js'
import { closedPort, type TestCertificate, testCertificate, testHost } from '../support/raw-server.js'

const portOf = (server: tls.Server) => (server.address() as AddressInfo).port

/** What a client that trusts like this thinks of a server's certificate. */
async function verdict(server: tls.Server, secureContext: tls.SecureContext): Promise<boolean> {
  const options = {
    host: '127.0.0.1',
    port: portOf(server),
    servername: testHost,
    secureContext,
    rejectUnauthorized: false,
  }
  const socket = tls.connect(options)
  await once(socket, 'secureConnect')
  const { authorized } = socket
  socket.destroy()
  return authorized
}

describe('the roots of a context', () => {
  let first: TestCertificate
  let second: TestCertificate
  const servers: tls.Server[] = []

  beforeAll(async () => {
    first = await testCertificate()
    second = await testCertificate()
    for (const { cert, key } of [first, second]) {
      const server = tls.createServer({ cert, key })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      servers.push(server)
    }
  })

  afterAll(() => {
    for (const server of servers) server.close()
  })

  const judged = async (context: tls.SecureContext) =>
    Promise.all(servers.map((server) => verdict(server, context)))

  it('are those given, whatever contexts were made before', async () => {
    expect(await judged(trustContext([]))).toEqual([false, false])
    expect(await judged(trustContext([first.caPem]))).toEqual([true, false])
    expect(await judged(trustContext([second.caPem]))).toEqual([false, true])
    expect(await judged(trustContext([first.caPem, second.caPem]))).toEqual([true, true])
    expect(await judged(trustContext([]))).toEqual([false, false])
  })

  it('are the same where they are read beside something else', async () => {
    expect(await judged(await trustContextBeside([second.caPem]))).toEqual([false, true])
    expect(await judged(await trustContextBeside([]))).toEqual([false, false])
  })

  it('can be added to by every Node that the program runs on', () => {
    expect(addRoots(tls.createSecureContext(), [first.caPem])).toBe(true)
  })

  it('have those of Node among them, and so they do where the text of all is read', async () => {
    // What this variable names is a root of Node's own to a process that starts with it.
    const [port = 0] = servers.map(portOf)
    const closed = await closedPort()
    const routes = [port, closed].flatMap((one) => ['--connect-to', `${testHost}:${one}:127.0.0.1:${one}`])
    // The second one is refused: it is there because an endpoint that begins in clear text has the roots read beside.
    const targets = [`imaps://${testHost}:${port}`, `imap://${testHost}:${closed}`]
    const args = ['probe', ...targets, ...routes, '--timeout', '2', '--json']
    const env = { NODE_EXTRA_CA_CERTS: temporaryFile('first.pem', first.caPem) }
    const { stdout } = await runCli([...args, '--ca-file', temporaryFile('second.pem', second.caPem)], {
      env,
    })
    const [endpoint] = (JSON.parse(stdout) as ProbeDocument).endpoints
    expect(endpoint?.tls?.verified).toBe(true)
    expect(rootsText().match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50)
    const read = tls.createSecureContext({ ca: [rootsText(), first.caPem] })
    expect(await judged(read)).toEqual([true, false])
  })
})
