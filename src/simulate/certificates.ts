import type { webcrypto } from 'node:crypto'
import type { ServerCertificate } from '../model/index.js'
import { isAddress } from '../net/address.js'

type X509 = typeof import('@peculiar/x509')
type Pair = webcrypto.CryptoKeyPair

/** A certificate chain as a server sends it, with the key to it. */
export interface CertificatePem {
  /** Concatenated PEM: the server's own certificate first. */
  chain: string
  /** PKCS #8, unencrypted. */
  key: string
}

/** A throwaway certificate authority. Nothing of it is ever written to disk here. */
export interface CertificateAuthority {
  /** The root certificate: who trusts it trusts the certificates of kind `trusted`. */
  caPem: string
  /** Makes a server certificate, the same one for the same wish; `host` is its name unless the wish names others. */
  issue(wish: ServerCertificate, host: string): Promise<CertificatePem>
}

/** A certificate together with what is needed to sign others by it. */
interface Issuer {
  name: string
  keys: Pair
  pem: string
}

const day = 86_400_000
const signing = { name: 'ECDSA', hash: 'SHA-256' }
const wrongName = 'cluster7.hosting.example'

/** Creates an authority: a root and, when first needed, an intermediate. The library is loaded here, not before. */
export async function createAuthority(): Promise<CertificateAuthority> {
  // The library's dependency injection needs the metadata API to be there first.
  await import('reflect-metadata')
  const x509: X509 = await import('@peculiar/x509')
  const trusted = await hierarchy(x509, 'Simulated')
  const make = async (wish: ServerCertificate, host: string) => {
    if (wish.kind === 'self-signed') return selfSigned(x509, wish, host)
    const signer = wish.kind === 'untrusted-issuer' ? await hierarchy(x509, 'Unknown', wish.issuer) : trusted
    return issued(x509, signer, wish, host)
  }
  // The ports of one server show one certificate: that two of them differ is a fault of its own.
  const made = new Map<string, Promise<CertificatePem>>()
  return {
    caPem: trusted.root.pem,
    issue(wish, host) {
      const key = JSON.stringify([wish, host])
      const certificate = made.get(key) ?? make(wish, host)
      made.set(key, certificate)
      return certificate
    },
  }
}

async function hierarchy(
  x509: X509,
  label: string,
  rootName = `${label} Root CA`,
): Promise<{ root: Issuer; intermediate: Issuer }> {
  const root = await authority(x509, rootName)
  return { root, intermediate: await authority(x509, `${label} Intermediate CA`, root) }
}

async function authority(x509: X509, commonName: string, signer?: Issuer): Promise<Issuer> {
  const keys = await keyPair({ kind: 'trusted' })
  const name = `CN=${commonName}, O=mailadvise simulation`
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: signer?.name ?? name,
    publicKey: keys.publicKey,
    signingKey: (signer?.keys ?? keys).privateKey,
    signingAlgorithm: signing,
    ...lifetime(-400, 400),
    extensions: [
      new x509.BasicConstraintsExtension(true, signer === undefined ? undefined : 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create((signer?.keys ?? keys).publicKey),
    ],
  })
  return { name, keys, pem: certificate.toString('pem') }
}

async function selfSigned(x509: X509, wish: ServerCertificate, host: string): Promise<CertificatePem> {
  const keys = await keyPair(wish)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${namesOf(wish, host)[0]}`,
    keys,
    signingAlgorithm: wish.key === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5' } : signing,
    ...validity(wish),
    extensions: leafExtensions(x509, wish, host),
  })
  return { chain: certificate.toString('pem'), key: await keyPem(keys) }
}

async function issued(
  x509: X509,
  signer: { root: Issuer; intermediate: Issuer },
  wish: ServerCertificate,
  host: string,
): Promise<CertificatePem> {
  const keys = await keyPair(wish)
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${namesOf(wish, host)[0]}`,
    issuer: signer.intermediate.name,
    publicKey: keys.publicKey,
    signingKey: signer.intermediate.keys.privateKey,
    signingAlgorithm: signing,
    ...validity(wish),
    extensions: [
      ...leafExtensions(x509, wish, host),
      await x509.AuthorityKeyIdentifierExtension.create(signer.intermediate.keys.publicKey),
    ],
  })
  const chain = [certificate.toString('pem')]
  if (wish.kind !== 'incomplete-chain') chain.push(signer.intermediate.pem)
  if (wish.sendRoot) chain.push(signer.root.pem)
  return { chain: `${chain.join('\n')}\n`, key: await keyPem(keys) }
}

function leafExtensions(x509: X509, wish: ServerCertificate, host: string) {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(
      x509.KeyUsageFlags.digitalSignature | (wish.key === 'rsa' ? x509.KeyUsageFlags.keyEncipherment : 0),
      true,
    ),
    new x509.ExtendedKeyUsageExtension([purposeOf(x509, wish)]),
    new x509.SubjectAlternativeNameExtension(
      namesOf(wish, host).map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value })),
    ),
  ]
}

function purposeOf({ ExtendedKeyUsage }: X509, { purpose = 'server' }: ServerCertificate) {
  const purposes = {
    server: ExtendedKeyUsage.serverAuth,
    client: ExtendedKeyUsage.clientAuth,
    email: ExtendedKeyUsage.emailProtection,
  }
  return purposes[purpose]
}

function namesOf(wish: ServerCertificate, host: string): string[] {
  return wish.names ?? [wish.kind === 'wrong-name' ? wrongName : host]
}

function validity(wish: ServerCertificate): { notBefore: Date; notAfter: Date } {
  if (wish.kind === 'expired') return lifetime(-(wish.days ?? 10) - 90, -(wish.days ?? 10))
  if (wish.kind === 'not-yet-valid') return lifetime(wish.days ?? 10, (wish.days ?? 10) + 90)
  // An hour more than asked for, so that "30 days left" still reads 30 when it is looked at.
  return lifetime(-30, (wish.days ?? 90) + 1 / 24)
}

function lifetime(fromDays: number, toDays: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now + fromDays * day), notAfter: new Date(now + toDays * day) }
}

async function keyPair(wish: ServerCertificate): Promise<Pair> {
  const algorithm =
    wish.key === 'rsa'
      ? {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          modulusLength: wish.keyBits ?? 2048,
          publicExponent: new Uint8Array([1, 0, 1]),
        }
      : { name: 'ECDSA', namedCurve: 'P-256' }
  return (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as Pair
}

async function keyPem(keys: Pair): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
}
