import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'

/** Which roots are trusted. */
export type Trust = tls.SecureContext

/**
 * The TLS context of one run. Made once and shared: reading the roots is the expensive part.
 *
 * @param caPem further roots, PEM, trusted besides Node's default roots (`ca` alone would replace them)
 * @throws Error of OpenSSL when a PEM text cannot be read
 */
export function trustContext(caPem: readonly string[]): Trust {
  if (caPem.length === 0) return tls.createSecureContext()
  return tls.createSecureContext({ ca: [...defaultRoots(), ...caPem] })
}

function defaultRoots(): string[] {
  // From Node 22.15: bundled, NODE_EXTRA_CA_CERTS and --use-system-ca roots, whichever are in force.
  const newer = tls as { getCACertificates?: (type: 'default') => string[] }
  if (newer.getCACertificates !== undefined) return newer.getCACertificates('default')
  return [...tls.rootCertificates, ...extraRoots()]
}

function extraRoots(): string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS
  if (file === undefined || file === '') return []
  try {
    return [readFileSync(file, 'utf8')]
  } catch {
    // Node itself only warns about a file that cannot be read.
    return []
  }
}
