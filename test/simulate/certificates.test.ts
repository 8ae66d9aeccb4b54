import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CertificateKind, ServerCertificate } from '../../src/model/index.js'
import { RawClient } from './raw-client.js'
import { run, runImap } from './running.js'

const tlsEndpoint = { port: 993, security: 'tls' } as const

/** What Node says of the certificate: OK, or the code of the error. */
async function verdict(certificate: ServerCertificate): Promise<string> {
  const simulation = await runImap(tlsEndpoint, { certificate })
  const client = await RawClient.plain(simulation, 993)
  try {
    await client.startTls(simulation)
    return 'OK'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  } finally {
    client.close()
  }
}

const verdicts: Record<CertificateKind, string> = {
  trusted: 'OK',
  'self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  expired: 'CERT_HAS_EXPIRED',
  'not-yet-valid': 'CERT_NOT_YET_VALID',
  'wrong-name': 'ERR_TLS_CERT_ALTNAME_INVALID',
  'untrusted-issuer': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'incomplete-chain': 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
}

test.each(Object.entries(verdicts))('a certificate of kind %s gives %s', async (kind, code) => {
  expect(await verdict({ kind: kind as CertificateKind })).toBe(code)
})

test('an untrusted root that is sent along is seen as self-signed', async () => {
  expect(await verdict({ kind: 'untrusted-issuer', sendRoot: true })).toBe('SELF_SIGNED_CERT_IN_CHAIN')
})

test('RSA keys, several names and days left come out as wished', async () => {
  const names = ['mail.demo.example', '*.other.example', '127.0.0.1']
  const simulation = await runImap(tlsEndpoint, {
    certificate: { kind: 'trusted', key: 'rsa', names, days: 20 },
  })
  const client = await RawClient.plain(simulation, 993)
  const peer = new X509Certificate((await client.startTls(simulation)).getPeerCertificate().raw)
  client.close()
  expect(peer.publicKey.asymmetricKeyType).toBe('rsa')
  expect(peer.subjectAltName).toBe('DNS:mail.demo.example, DNS:*.other.example, IP Address:127.0.0.1')
  const left = (new Date(peer.validTo).getTime() - Date.now()) / 86_400_000
  expect(Math.floor(left)).toBe(20)
})

test('all ports of one server show the same certificate', async () => {
  const simulation = await run('demo')
  const prints = new Set<string>()
  for (const port of [993, 995]) {
    const client = await RawClient.plain(simulation, port)
    prints.add((await client.startTls(simulation)).getPeerCertificate().fingerprint256)
    client.close()
  }
  expect(prints.size).toBe(1)
})

test('a client that sends no name can be shown another certificate', async () => {
  const simulation = await runImap({ ...tlsEndpoint, certificateWithoutSni: { kind: 'self-signed' } })
  const named = await RawClient.tls(simulation, 993)
  await named.line()
  named.close()
  const nameless = await RawClient.plain(simulation, 993)
  const secured = await nameless.startTls(simulation, { servername: '', rejectUnauthorized: false })
  expect(secured.authorizationError).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  await nameless.line()
  nameless.close()
  expect(simulation.handshakes.map((handshake) => handshake.serverName)).toEqual([
    'mail.demo.example',
    undefined,
  ])
})

test.each([
  ['a name that the server does not know', { onlyNames: ['imap.other.example'] }, {}],
  ['an application protocol that it does not know', { alpn: ['h2'] }, { ALPNProtocols: ['imap'] }],
  ['no client certificate', { clientCertificate: true, maxVersion: 'TLSv1.2' as const }, {}],
])('the handshake is broken off over %s', async (_what, tls, options) => {
  const simulation = await runImap({ ...tlsEndpoint, tls })
  const client = await RawClient.plain(simulation, 993)
  await expect(client.startTls(simulation, options)).rejects.toThrow()
  client.close()
})

test('an old TLS version is all that is spoken when the scenario says so', async () => {
  const simulation = await runImap({ ...tlsEndpoint, tls: { maxVersion: 'TLSv1.2' } })
  const client = await RawClient.plain(simulation, 993)
  expect((await client.startTls(simulation)).getProtocol()).toBe('TLSv1.2')
  client.close()
})
