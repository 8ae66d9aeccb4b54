import { constants } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import * as tls from 'node:tls'

/** Which roots are trusted. */
export type Trust = tls.SecureContext

/** How far a handshake may go back, to see whether a server only knows what is outdated. Never used for a sign-in. */
export interface LegacyTls {
  /** Highest version to offer; by default up to the current one. */
  maxVersion?: 'TLSv1.1'
  /** Talks to servers without secure renegotiation (RFC 5746), which OpenSSL 3 refuses. */
  unsafeRenegotiation?: boolean
}

/** From Node 22.15: bundled, NODE_EXTRA_CA_CERTS and --use-system-ca roots, whichever are in force. */
const newer = tls as { getCACertificates?: (type: 'default') => string[] }

/** Contexts made before: whoever probes many targets asks for the same ones again and again. */
const made = new Map<string, Trust>()

/** So many are kept; one run needs three. */
const mostMade = 8

/**
 * A TLS context. Made once and shared: reading the roots is the expensive part.
 *
 * @param caPem further roots, PEM, trusted besides Node's default roots (`ca` alone would replace them)
 * @param legacy also accepts what current programs refuse
 */
export function trustContext(caPem: readonly string[], legacy?: LegacyTls): Trust {
  return contextWith(caPem, legacy === undefined ? {} : legacyBounds(legacy))
}

/**
 * OpenSSL 3.0 (Node 20, Node 22 before 22.20, Node 24 before 24.5) takes about 25 to 50 ms for Node's roots, later ones 3 to
 * 13. Node 20 has them from its own start where NODE_EXTRA_CA_CERTS names more.
 */
const rootsTakeLong =
  process.versions.openssl.startsWith('3.0.') &&
  !(process.version.startsWith('v20.') && process.env.NODE_EXTRA_CA_CERTS)

/**
 * As {@link trustContext}, for whoever has something to do until the roots are read: where that takes long, it is done
 * beside, and holds up neither connections nor the times that are measured on them.
 */
export async function trustContextBeside(caPem: readonly string[]): Promise<Trust> {
  // At once: later the reading would hold up what has been begun.
  if (!(rootsTakeLong && hasRoomForThread())) return trustContext(caPem)
  // What is begun in this turn of the event loop is not held up by the start of a thread either.
  await setImmediate()
  const { readRootsOnThread } = await import('./roots-thread.js')
  await readRootsOnThread()
  return trustContext(caPem)
}

/** Node's permission model, where it is on. */
const { permission } = process as { permission?: { has(scope: string): boolean } }

/**
 * Whether a thread can be had for certain: where the address space is limited (ulimit -v) and used up, V8 ends the whole
 * process. False where it is not known.
 */
function hasRoomForThread(): boolean {
  if (permission?.has('worker') === false) return false
  try {
    return /^Max address space +unlimited/m.test(readFileSync('/proc/self/limits', 'utf8'))
  } catch {
    return false // not on Linux
  }
}

function contextWith(caPem: readonly string[], bounds: tls.SecureContextOptions): Trust {
  const key = JSON.stringify([bounds, caPem])
  const known = made.get(key)
  if (known !== undefined) return known
  const context = newContext(caPem, bounds)
  if (made.size >= mostMade) made.clear()
  made.set(key, context)
  return context
}

function newContext(caPem: readonly string[], bounds: tls.SecureContextOptions): Trust {
  const context = tls.createSecureContext(bounds)
  if (addRoots(context, caPem)) return context
  return tls.createSecureContext({ ...bounds, ca: [rootsText(), ...caPem] })
}

/**
 * Adds roots to those that a context trusts already. Node has no documented way, but this one since long, and on Node 20
 * it saves 50 to 80 ms: reading Node's own roots anew from their text.
 *
 * @returns false where this Node cannot
 */
export function addRoots(context: Trust, caPem: readonly string[]): boolean {
  if (caPem.length === 0) return true
  const { context: native } = context as { context?: { addCACert?: (pem: string) => void } }
  if (typeof native?.addCACert !== 'function') return false
  // What Node 20 adds to is a copy of its roots, made without those of NODE_EXTRA_CA_CERTS.
  const lost = newer.getCACertificates === undefined ? extraRoots() : []
  for (const pem of [...lost, ...caPem]) native.addCACert(pem)
  return true
}

/**
 * As {@link trustContext}, without the exchange over finite-field Diffie-Hellman groups (DHE): what Firefox and Thunderbird
 * since 78, Go and rustls offer.
 */
export function trustWithoutDhe(caPem: readonly string[]): Trust {
  return contextWith(caPem, { ciphers: `${tls.DEFAULT_CIPHERS}:!kDHE` })
}

// OpenSSL 3 speaks TLS 1.0 and 1.1 at security level 0 only, because they sign with SHA-1. ALL is wider than DEFAULT, which
// leaves out what hardly anyone offers; without a certificate or without encryption stays out, for it would prove nothing.
function legacyBounds({ maxVersion, unsafeRenegotiation }: LegacyTls): tls.SecureContextOptions {
  return {
    minVersion: 'TLSv1',
    ciphers: 'ALL:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0',
    ...(maxVersion && { maxVersion }),
    ...(unsafeRenegotiation && {
      secureOptions:
        constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION,
    }),
  }
}

/** Node's own roots in one text, which OpenSSL reads three times as fast as one for each. */
export function rootsText(): string {
  return defaultRoots().join('\n')
}

function defaultRoots(): string[] {
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
