import { afterAll, describe, expect, test } from 'vitest'
import { probeEndpoints } from '../../src/probe/probe-endpoints.js'
import { failureIn, optionsFor, probeOne } from '../support/probing.js'
import { onLines, type RawServer, rawServer, testCertificate } from '../support/raw-server.js'

const servers: RawServer[] = []

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
})

async function imapServer(kind: 'trusted' | 'self-signed') {
  const certificate = await testCertificate(kind)
  const server = await rawServer((socket) => {
    socket.write('* OK ready\r\n')
    onLines(socket, (line) => socket.write(`* CAPABILITY IMAP4rev1\r\n${line.split(' ')[0]} OK done\r\n`))
  }, certificate)
  servers.push(server)
  return { port: server.port, caPem: certificate.caPem }
}

describe('a certificate is judged without ending the probe', () => {
  test('trusted, with the chain as sent', async () => {
    const { port, caPem } = await imapServer('trusted')
    const { tls } = await probeOne(port, 'imap', 'tls', { caPem: [caPem] })
    expect(tls).toMatchObject({ verified: true, cipher: expect.stringMatching(/^TLS_/) })
    expect(tls?.problem).toBeUndefined()
    expect(tls?.certificate).toEqual(tls?.chain[0])
    // Own and intermediate; the root was not sent and must not appear.
    expect(tls?.chain.map((certificate) => certificate.issuer === certificate.subject)).toEqual([
      false,
      false,
    ])
  })

  test('of an unknown root', async () => {
    const { port } = await imapServer('trusted')
    const probe = await probeOne(port, 'imap', 'tls')
    expect(failureIn(probe)).toBe('none')
    expect(probe.tls).toMatchObject({
      verified: false,
      problem: { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    })
    expect(probe.capabilities?.afterTls).toEqual(['IMAP4rev1'])
  })

  test('self-signed', async () => {
    const { port } = await imapServer('self-signed')
    const { tls } = await probeOne(port, 'imap', 'tls')
    expect(tls).toMatchObject({ verified: false, problem: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  })

  test.each(['other.example.test', '127.0.0.1'])('asked for as %s', async (host) => {
    const { port, caPem } = await imapServer('trusted')
    const connectTo = [{ host, port, toHost: '127.0.0.1', toPort: port }]
    const options = { ...optionsFor([]), caPem: [caPem], connectTo }
    const [probe] = await probeEndpoints([{ protocol: 'imap', host, port, security: 'tls' }], options)
    expect(probe?.tls).toMatchObject({ verified: false, problem: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } })
  })
})
