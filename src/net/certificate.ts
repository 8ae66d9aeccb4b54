import type { X509Certificate } from 'node:crypto'
import type { Certificate } from '../model/index.js'
import { limits } from './limits.js'
import { serverText } from './server-text.js'

/**
 * Facts of one certificate. Not from `toLegacyObject()`: Node 24 reads a null pointer there and dies (SIGSEGV) when the
 * public key is of a kind that OpenSSL does not know, which any server can send.
 */
export function certificateFacts(certificate: X509Certificate): Certificate {
  const facts: Certificate = {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: alternativeNames(alternativeNameText(certificate)),
    validFrom: isoTime(certificate.validFrom),
    validTo: isoTime(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
  }
  const key = keyFacts(certificate)
  if (key !== undefined) facts.key = key
  return facts
}

/**
 * The certificates as the server sent them, its own first. `getPeerCertificate(true)` would complete the chain from the
 * trust store, which hides a missing intermediate.
 */
export function chainAsSent(own: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (let next = own; next !== undefined && chain.length < limits.chain; next = next.issuerCertificate) {
    if (chain.some((seen) => seen.fingerprint256 === next?.fingerprint256)) break
    chain.push(next)
  }
  return chain
}

/**
 * One line for a name that Node prints with a line for each attribute. Node escapes line ends and separators inside a
 * value as RFC 2253 section 2.4 says, so that a value cannot pass for another attribute (CVE-2021-44533).
 *
 * @param text of Node; undefined, against its type, for an empty name
 */
function distinguishedName(text: string | undefined): string {
  if (text === undefined) return ''
  const parts = text.split('\n').map((part) => part.replace(/\\([0-9A-F]{2}|.)/g, unescaped))
  return serverText(parts.join(', '))
}

function unescaped(_whole: string, sign: string): string {
  return sign.length === 2 ? String.fromCharCode(Number.parseInt(sign, 16)) : sign
}

/** Node 26 throws where older ones give null: for an extension that OpenSSL cannot read. */
function alternativeNameText(certificate: X509Certificate): string | null | undefined {
  try {
    return certificate.subjectAltName
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_OPERATION_FAILED') return null
    throw error
  }
}

/**
 * DNS names and IP addresses; a name with special characters is quoted as JSON by Node.
 *
 * @param text of Node; null, against its documentation, for an extension that OpenSSL cannot read
 */
export function alternativeNames(text: string | null | undefined): string[] {
  if (text === undefined || text === null) return []
  const entries = text.match(/[^,"]*(?:"(?:[^"\\]|\\.)*")?[^,"]*/g) ?? []
  return entries
    .map((entry) => /^\s*(?:DNS|IP Address):(.*)$/s.exec(entry)?.[1])
    .filter((value) => value !== undefined)
    .slice(0, limits.certificateNames)
    .map((value) => serverText(unquoted(value)))
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return value
  }
}

function isoTime(text: string): string {
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? serverText(text) : time.toISOString()
}

function keyFacts(certificate: X509Certificate): string | undefined {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey
    if (type === undefined) return undefined
    const size = details?.modulusLength ?? details?.namedCurve
    return size === undefined ? type : `${type} ${size}`
  } catch {
    // A key type that this OpenSSL does not know.
    return undefined
  }
}
