import { createAuthority } from '../../src/simulate/certificates.js'
import { type TestCertificate, testHost } from '../support/raw-server.js'
import type { CertificateKind } from './behaviour.js'
import { password } from './secrets.js'

const day = 86_400_000

/** Names that no honest certificate has. */
const hostileNames = [
  testHost,
  '\u001b[2Jowned.example.test',
  'a.example.test, DNS:bank.example.test',
  'quote".example.test',
  'back\\slash.example.test',
  'line\r\nfeed.example.test',
  '=1+1.example.test',
  '<b>.example.test',
]

type X509 = typeof import('@peculiar/x509')

/** Makes certificates of every kind, all of one authority that clients are told to trust. */
export async function certificateMaker(): Promise<{
  caPem: string
  make(kind: CertificateKind): Promise<TestCertificate>
}> {
  const authority = await createAuthority()
  const own = await ownAuthority()
  const caPem = `${authority.caPem}\n${own.caPem}`
  const made = new Map<CertificateKind, Promise<TestCertificate>>()
  const issue = async (wish: Parameters<typeof authority.issue>[0]) => {
    const { chain, key } = await authority.issue(wish, testHost)
    return { caPem, cert: chain, key }
  }
  const kinds: Record<CertificateKind, () => Promise<TestCertificate>> = {
    good: () => issue({ kind: 'trusted' }),
    expired: () => own.issue([testHost], { from: -20, to: -10 }),
    'not-yet-valid': () => own.issue([testHost], { from: 10, to: 20 }),
    'self-signed': () => issue({ kind: 'self-signed' }),
    'untrusted-issuer': () => issue({ kind: 'untrusted-issuer' }),
    'wrong-name': () => own.issue(['other.example.test']),
    'hostile-names': () => own.issue(hostileNames, { subject: '\u001b[31mCN\u202e, O=x' }),
    'nul-name': () => own.issue([`${testHost}\0.evil.example.test`]),
    'many-names': () => own.issue(Array.from({ length: 3000 }, (_, index) => `n${index}.example.test`)),
    // Of a server that heard the password on an earlier connection.
    'secret-names': () => own.issue([testHost, `${password}.example.test`], { subject: password }),
    oversized: () => own.issue([testHost], { padding: 60_000 }),
  }
  return {
    caPem,
    make(kind) {
      const certificate = made.get(kind) ?? kinds[kind]()
      made.set(kind, certificate)
      return certificate
    },
  }
}

interface Wish {
  /** Days from now. */
  from?: number
  to?: number
  subject?: string
  /** Bytes of an extension that nobody knows. */
  padding?: number
}

/** An authority of the plainest kind, which signs what the simulation's own would refuse to. */
async function ownAuthority() {
  await import('reflect-metadata')
  const x509: X509 = await import('@peculiar/x509')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pair = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const at = (days: number) => new Date(Date.now() + days * day)
  const rootKeys = await pair()
  const name = 'CN=Hostile Root CA'
  const root = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: name,
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    notBefore: at(-100),
    notAfter: at(100),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  const caPem = root.toString('pem')
  const issue = async (
    names: string[],
    { from = -1, to = 30, subject = testHost, padding = 0 }: Wish = {},
  ): Promise<TestCertificate> => {
    const keys = await pair()
    const certificate = await x509.X509CertificateGenerator.create({
      subject: [{ CN: [subject] }],
      issuer: name,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: at(from),
      notAfter: at(to),
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        ...(padding > 0 ? [new x509.Extension('1.3.6.1.4.1.99999.1', false, new Uint8Array(padding))] : []),
      ],
    })
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
    const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
    return { caPem, cert: certificate.toString('pem'), key }
  }
  return { caPem, issue }
}
