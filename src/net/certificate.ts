import type { X509Certificate } from 'node:crypto'
import type { Certificate } from '../model/index.js'
import { limits } from './limits.js'
import { serverText } from './server-text.js'

/**
 * Facts of one certificate. Names come from Node's structured fields: the printable subject and name strings can be
 * forged from inside the certificate (CVE-2021-44532, CVE-2021-44533).
 */
export function certificateFacts(certificate: X509Certificate): Certificate {
  const legacy = certificate.toLegacyObject()
  const facts: Certificate = {
    subject: distinguishedName(legacy.subject),
    issuer: distinguishedName(legacy.issuer),
    names: alternativeNames(certificate.subjectAltName),
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

function distinguishedName(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return ''
  const parts = Object.entries(fields).flatMap(([type, value]) =>
    [value].flat().map((single) => `${type}=${String(single)}`),
  )
  return serverText(parts.join(', '))
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
