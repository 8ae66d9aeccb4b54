import type { Certificate } from '../../model/index.js'
import type { AccountView, EndpointView } from '../view.js'

const dayMs = 86_400_000
const webPort = 443

/** Whether the certificate's time had passed when the probe was made. */
export function expired(certificate: Certificate, at: Date): boolean {
  return new Date(certificate.validTo) < at
}

/** Whether the certificate's time had not come yet when the probe was made. */
export function notYetValid(certificate: Certificate, at: Date): boolean {
  return new Date(certificate.validFrom) > at
}

/** The day of a point in time, as people write it: 2026-11-15. */
export function day(time: string): string {
  return time.slice(0, 10)
}

/** Whole days until the certificate ends; negative once it has ended. */
export function daysLeft(certificate: Certificate, at: Date): number {
  return Math.floor((new Date(certificate.validTo).getTime() - at.getTime()) / dayMs)
}

/** A valid certificate of the same host, and the port that shows it. */
export interface NewerCertificate {
  certificate: Certificate
  port: number
}

/**
 * A certificate for the same host that is still valid, on the web port of the same address or on another mail port: it was
 * renewed, and this service has not read it yet (ticket class cert-expired-not-reloaded).
 */
export function newerElsewhere(view: EndpointView, account: AccountView): NewerCertificate | undefined {
  const siblings = account
    .siblingsOf(view)
    .map(({ endpoint, probe }) => ({ port: endpoint.port, tls: probe.tls }))
  const web = { port: webPort, tls: view.followUp('web-certificate')?.tls }
  for (const { port, tls } of [web, ...siblings]) {
    // Only one that verifies for the host counts: a stranger's certificate says nothing about a renewal.
    if (tls?.verified && tls.certificate !== undefined && !expired(tls.certificate, view.at)) {
      return { certificate: tls.certificate, port }
    }
  }
  return undefined
}

/** Whether the subject alternative name covers the host; the common name no longer counts (RFC 9525 section 2). */
export function namesHost({ names }: Certificate, host: string): boolean {
  const wanted = plain(host)
  return names.map(plain).some((name) => name === wanted || coversByWildcard(name, wanted))
}

/** Whether all names are those by which a machine reaches itself (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
export function forThisMachineAlone({ names }: Certificate): boolean {
  return names.length > 0 && names.every((name) => /^(localhost|127\.[\d.]+|::1|0*(:0*){6}:0*1)$/i.test(name))
}

/** A wildcard stands for exactly one leftmost label (RFC 9525 section 6.3). */
function coversByWildcard(name: string, host: string): boolean {
  return name.startsWith('*.') && host.indexOf('.') > 0 && host.slice(host.indexOf('.')) === name.slice(1)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** Whether the certificate names itself as its issuer. */
function selfIssued({ subject, issuer }: Certificate): boolean {
  return subject !== '' && subject === issuer
}

/** Size of an RSA or DSA key in bits; undefined for the other kinds, whose sizes do not compare. */
export function keyBits({ key }: Certificate): number | undefined {
  const size = /^(?:rsa|rsa-pss|dsa) (\d+)$/.exec(key ?? '')?.[1]
  return size === undefined ? undefined : Number(size)
}

/** What OpenSSL says of a certificate whose extended key usage leaves servers out, or of an issuer that may not be one. */
export const wrongPurpose = 'INVALID_PURPOSE'

/** Problems that the certificate's own dates, names or purpose explain, and no missing trust. */
const aboutItself = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID', wrongPurpose]

/** RSA keys below this size are refused by OpenSSL at security level 2, the default of Debian and Ubuntu. */
export const leastKeyBits = 2048

/**
 * Whether verification failed for the size of the key and not for missing trust: OpenSSL 3.5, which Node 22 brings, does
 * so, and Node names the code UNSPECIFIED (measured).
 */
export function refusedForWeakKey({ certificate, certificateProblem }: EndpointView): boolean {
  const bits = certificate && keyBits(certificate)
  return certificateProblem === 'UNSPECIFIED' && bits !== undefined && bits < leastKeyBits
}

/** Why nobody trusted vouches for a certificate. */
export type TrustGap = 'self-signed' | 'chain-incomplete' | 'untrusted'

/**
 * Where the chain of trust breaks, or undefined where it holds or only dates, names or purpose are wrong. What is not told apart
 * counts as untrusted, so that no certificate that fails to verify is ever taken for a good one.
 */
export function trustGap(view: EndpointView): TrustGap | undefined {
  const { certificate, certificateProblem } = view
  if (certificate === undefined || certificateProblem === undefined) return undefined
  if (refusedForWeakKey(view)) return undefined
  if (aboutItself.includes(certificateProblem)) {
    return certificateProblem === 'CERT_HAS_EXPIRED' && !expired(certificate, view.at)
      ? 'untrusted'
      : undefined
  }
  if (certificateProblem === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'self-signed'
  const chain = view.probe.tls?.chain ?? []
  if (chain.length <= 1 && selfIssued(certificate)) return 'self-signed'
  // Two codes for one fact: OpenSSL names the leaf where it has nothing to verify it with (both seen in tickets).
  const issuerMissing = ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']
  if (chain.length > 1 || !issuerMissing.includes(certificateProblem)) return 'untrusted'
  // A root has not to be sent: where it signed the server's own certificate, nothing is missing in between.
  return /\broot\b/i.test(shortName(certificate.issuer)) ? 'untrusted' : 'chain-incomplete'
}

/** The readable part of a distinguished name: its common name, else its organisation, else all of it. */
export function shortName(distinguishedName: string): string {
  const part = (type: string) => new RegExp(`(?:^|, )${type}=([^,]+)`).exec(distinguishedName)?.[1]
  return part('CN') ?? part('O') ?? distinguishedName
}
