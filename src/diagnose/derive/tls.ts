import type { FailureCause, TlsFacts } from '../../model/index.js'
import { type FindingDraft, seen } from '../check.js'
import type { AccountView, EndpointView } from '../view.js'
import { otherService } from './reach-service.js'

/** Every way in which a server drops a connection instead of answering. */
export const dropped: readonly FailureCause[] = ['closed-before-server-hello', 'closed', 'reset']

/** A TLS failure whose cause this endpoint alone tells. */
export type TlsFailure =
  | 'cert-name-mismatch'
  | 'client-certificate-required'
  | 'tls-cipher-mismatch'
  | 'tls-dh-too-small'
  | 'tls-implicit-on-plaintext-port'
  | 'tls-legacy-renegotiation'
  | 'tls-server-too-old'
  | 'wrong-service-on-port'

/** Causes that OpenSSL's own code tells. */
const byCode: readonly [RegExp, TlsFailure][] = [
  [/DH_KEY_TOO_SMALL/, 'tls-dh-too-small'],
  [/UNSAFE_LEGACY_RENEGOTIATION/, 'tls-legacy-renegotiation'],
  [/ALERT_BAD_CERTIFICATE|ALERT_NO_CERTIFICATE/, 'client-certificate-required'],
  [/UNRECOGNIZED_NAME/, 'cert-name-mismatch'],
]

/** Why TLS failed here, where the endpoint's own facts say it; undefined where TLS came up or nothing tells. */
export function tlsFailure(view: EndpointView): TlsFailure | undefined {
  if (view.failed?.failure.cause === 'client-certificate-required') return 'client-certificate-required'
  const code = tlsErrorCode(view)
  const named = byCode.find(([pattern]) => pattern.test(code))?.[1]
  if (named !== undefined) return named
  if (!view.failedAt('tls')) return undefined
  if (view.endpoint.security === 'tls' && view.failedAt('tls', 'not-tls')) return notTls(view)
  const legacy = view.followUp('legacy-tls')
  if (legacy?.tls !== undefined && isLegacy(legacy.tls)) return 'tls-server-too-old'
  const neededMore = legacy?.tls !== undefined && !isOfferedAnyway(legacy.tls)
  if (neededMore && view.failedAt('tls', 'handshake-failed', ...dropped)) return 'tls-cipher-mismatch'
  if (answersOtherName(view)) return 'cert-name-mismatch'
  // What OpenSSL says when no cipher suite is common (measured); widening the list did not help either.
  const alert = /ALERT_(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY)/.test(code)
  return legacy !== undefined && legacy.tls === undefined && alert ? 'tls-cipher-mismatch' : undefined
}

/**
 * A suite of TLS 1.3, or one that Node's own list holds as well (`openssl ciphers` of its default): where a second
 * handshake with a wider list ends in it, the list was not why the first one failed.
 */
function isOfferedAnyway({ protocol, cipher }: TlsFacts): boolean {
  return protocol === 'TLSv1.3' || /_WITH_(AES|ARIA|CHACHA20)_/.test(cipher)
}

// With TLS 1.3 a server judges the client after the handshake, so an alert may arrive with the first read (measured).
function tlsErrorCode(view: EndpointView): string {
  const phases = ['tls', 'greeting', 'capability', 'capability-tls'] as const
  return phases.some((phase) => view.failedAt(phase)) ? (view.failed?.failure.code ?? '') : ''
}

function notTls(view: EndpointView): TlsFailure | undefined {
  if (greetsInClear(view)) return 'tls-implicit-on-plaintext-port'
  if (otherService(view) !== undefined) return 'wrong-service-on-port'
  // Not looked at in clear: the port's number still tells what it is meant for.
  const usuallyClear = [143, 110].includes(view.endpoint.port)
  return usuallyClear && view.followUp('plaintext-look') === undefined
    ? 'tls-implicit-on-plaintext-port'
    : undefined
}

/** Whether the port that refused TLS greets in clear with the protocol that was expected. */
export function greetsInClear(view: EndpointView): boolean {
  const status = view.followUp('plaintext-look')?.greeting?.status
  return status !== undefined && status !== 'other'
}

/** Whether a handshake works as soon as this host is not named (T047: some servers break off instead of answering). */
function answersOtherName(view: EndpointView): boolean {
  const looks = [...view.followUps('other-name'), ...view.followUps('without-sni')]
  return looks.some(({ outcome, tls }) => outcome === 'observed' && tls !== undefined)
}

/** TLS 1.0 or 1.1, or older: forbidden by RFC 8996. */
export function isLegacy({ protocol }: TlsFacts): boolean {
  return ['SSLv3', 'TLSv1', 'TLSv1.0', 'TLSv1.1'].includes(protocol)
}

/** TLSv1.2 as people write it: TLS 1.2. */
export function versionName(protocol: string): string {
  return protocol.replace(/^TLSv1$/, 'TLS 1.0').replace(/^TLSv/, 'TLS ')
}

/** Bits of a finite-field Diffie-Hellman exchange; undefined for other exchanges. */
export function dhBits({ keyExchange }: TlsFacts): number | undefined {
  const size = /^DH\b.*?(\d+)$/.exec(keyExchange ?? '')?.[1]
  return size === undefined ? undefined : Number(size)
}

/** Diffie-Hellman groups below this size are refused by OpenSSL at security level 2, the default of Debian and Ubuntu. */
export const leastDhBits = 2048

/** Whether a strong enough finite-field exchange is the only one that the server knows. */
export function knowsOnlyDhe(view: EndpointView): boolean {
  const bits = view.probe.tls && dhBits(view.probe.tls)
  const look = view.followUp('without-dhe')
  const refused =
    look?.outcome === 'failed' && [...dropped, 'handshake-failed'].includes(look.failure?.cause ?? '')
  return bits !== undefined && bits >= leastDhBits && refused
}

/** Whether the session's key was sent under the certificate's own RSA key: no forward secrecy. */
export function usesRsaKeyExchange({ cipher }: TlsFacts): boolean {
  return /^TLS_RSA_/.test(cipher)
}

/** Suites that current systems no longer offer: RSA key exchange together with SHA-1, or a broken cipher. */
export function isOutdatedSuite(tls: TlsFacts): boolean {
  return (
    (usesRsaKeyExchange(tls) && /_SHA$/.test(tls.cipher)) || /_(3DES|RC4|DES|SEED|IDEA)_/.test(tls.cipher)
  )
}

/** Whether TLS works at once on a port that stays silent in clear. */
export function expectsTls(view: EndpointView): 'seen' | 'by-its-number' | undefined {
  if (!view.failedAt('greeting', 'timed-out', 'closed', 'reset', 'not-this-protocol')) return undefined
  const look = view.followUp('tls-look')
  if (look !== undefined) return look.outcome === 'observed' && look.tls !== undefined ? 'seen' : undefined
  return [993, 995].includes(view.endpoint.port) && !view.failedAt('greeting', 'not-this-protocol')
    ? 'by-its-number'
    : undefined
}

/** What a client that begins in clear meets on a port that waits for TLS: silence, as a hanging server would show. */
export function silentForTls(view: EndpointView): FindingDraft | undefined {
  const known = expectsTls(view)
  if (known === undefined) return undefined
  return {
    evidence: [
      seen('the server said nothing in clear text', 'greeting'),
      known === 'seen'
        ? seen('a TLS handshake on the same port works at once', 'tls')
        : seen('the port number is that of TLS from the first byte'),
    ],
    certainty: known === 'seen' ? 'certain' : 'likely',
  }
}

/** Why a server drops connections, told by comparing the host's ports. */
export type DropCause = 'tls-server-context-broken' | 'greeting-closed-backend-down'

/** Whether this endpoint was dropped before a word was said: on the TLS ports often before ServerHello. */
export function isDropped(view: EndpointView): boolean {
  return (
    view.failedAt('tls', ...dropped) || view.failedAt('greeting', ...dropped) || saysExchangeGoodbye(view)
  )
}

/**
 * Whether the server gives up on STARTTLS in clear text after having agreed to it, as Dovecot does when its certificate or
 * key cannot be used: the words come before or behind its OK, as the segments fall.
 */
export function abortsUpgrade(view: EndpointView): boolean {
  if (view.endpoint.security !== 'starttls') return false
  return (
    view.failedAt('tls', 'not-tls') ||
    (view.failedAt('starttls', 'injected-data') && /^(\* BYE|-ERR)\b/i.test(view.serverText ?? ''))
  )
}

// Exchange's front end says this when the component behind it is switched off (T065).
function saysExchangeGoodbye(view: EndpointView): boolean {
  return view.failedAt('greeting', 'bye') && /connection is closed\. *\d+/i.test(view.serverText ?? '')
}

/** Whether a plaintext port of the host greets: its own port before STARTTLS, a sibling, or a further look. */
function clearGreeting(views: readonly EndpointView[]): boolean {
  return views.some(
    (view) =>
      (view.endpoint.security !== 'tls' && view.observed('greeting')) ||
      view.followUps('other-port').some(({ greeting }) => greeting?.status === 'ok' && !greeting.insideTls),
  )
}

/**
 * Compares the ports of a host: TLS dropped while clear text greets is a TLS set-up that cannot start; both dropped is a
 * back end that is gone.
 */
export function dropCause(view: EndpointView, account: AccountView): DropCause | undefined {
  if (!isDropped(view) && !abortsUpgrade(view)) return undefined
  if (tlsFailure(view) !== undefined || expectsTls(view) === 'seen') return undefined
  const same = account.siblingsOf(view).filter((one) => one.endpoint.protocol === view.endpoint.protocol)
  const others = same.filter(
    (one) => (one.endpoint.security === 'tls') !== (view.endpoint.security === 'tls'),
  )
  if (view.endpoint.security !== 'tls' && (view.failedAt('tls') || view.failedAt('starttls'))) {
    // STARTTLS alone broken is a class of its own: only where implicit TLS breaks too, all of TLS does.
    return others.some((one) => one.failedAt('tls', ...dropped)) ? 'tls-server-context-broken' : undefined
  }
  if (others.some((one) => isDropped(one) && !one.observed('greeting'))) return 'greeting-closed-backend-down'
  if (!view.failedAt('tls')) return undefined
  const all = [view, ...account.siblingsOf(view)]
  return clearGreeting(all) && !all.some(({ probe }) => probe.tls !== undefined)
    ? 'tls-server-context-broken'
    : undefined
}
