import type { AccountView, EndpointView } from '../view.js'
import { upgradeCapability } from './capabilities.js'
import { abortsUpgrade, dropCause, tlsFailure } from './tls.js'

/** What servers say to STARTTLS where they hold the connection for encrypted, or where a proxy encrypts for them. */
const otherHopWords = /already|not (valid|allowed|permitted) in (this|the current) state|tls is active/i

/** Whether the list in clear announces the step to TLS; undefined where no list was read. */
export function announcesUpgrade(view: EndpointView): boolean | undefined {
  if (view.endpoint.security === 'tls') return undefined
  return view.clearCapabilities?.includes(upgradeCapability(view.endpoint.protocol))
}

/** Whether TLS came up on a plaintext port, by the probe's own attempt or by a further look. */
export function upgradeWorks(view: EndpointView): boolean {
  if (view.endpoint.security === 'starttls' && view.observed('tls')) return true
  const look = view.followUp('starttls-anyway')
  return look?.outcome === 'observed' && look.tls !== undefined
}

/** Signs that something on the way takes the announcement out: never proof, since a server may contradict itself. */
export function strippedBy(view: EndpointView): string | undefined {
  if (announcesUpgrade(view) !== false) return undefined
  const name = upgradeCapability(view.endpoint.protocol)
  // Some firewalls overwrite the word instead of removing it, so that the length of the line stays the same.
  const overwritten = view.clearCapabilities?.find((one) => /^X{5,}[A-Z]?$/.test(one))
  if (overwritten !== undefined) return `the list has ${overwritten} where ${name} would stand`
  if (view.capabilities('greeting')?.includes(name))
    return `the greeting announces ${name}, the list asked for does not`
  return undefined
}

/** The same host speaks TLS with a verified certificate on another port, so that it could here too. */
export function verifiedElsewhere(view: EndpointView, account: AccountView): EndpointView | undefined {
  return account.siblingsOf(view).find(({ probe }) => probe.tls?.verified === true)
}

/** Whether the server refuses TLS because the connection counts as encrypted already. */
export function refusedAsEncrypted(view: EndpointView): boolean {
  return view.failedAt('starttls', 'refused-by-server') && otherHopWords.test(view.serverText ?? '')
}

/** How STARTTLS breaks although it is announced. */
export type Breakage = 'refused' | 'closed' | 'silent' | 'clear-text' | 'nonsense'

const breakages: Readonly<Record<string, Breakage>> = {
  'refused-by-server': 'refused',
  bye: 'refused',
  closed: 'closed',
  reset: 'closed',
  'closed-before-server-hello': 'closed',
  'timed-out': 'silent',
  'not-tls': 'clear-text',
  malformed: 'nonsense',
  'not-this-protocol': 'nonsense',
}

/**
 * How an announced STARTTLS breaks. A handshake that fails on versions or ciphers is told apart by other checks, and where
 * all of the host's TLS is broken, that is the cause (ticket class tls-server-context-broken).
 */
export function upgradeBreakage(view: EndpointView, account: AccountView): Breakage | undefined {
  const { failed } = view
  if (announcesUpgrade(view) !== true || refusedAsEncrypted(view)) return undefined
  if (failed?.name !== 'starttls' && failed?.name !== 'tls') return undefined
  if (tlsFailure(view) !== undefined || dropCause(view, account) !== undefined) return undefined
  if (abortsUpgrade(view)) return 'clear-text'
  return breakages[failed.failure.cause]
}

/** Hosts on this machine: nobody in between can read along. */
export function isThisMachine({ endpoint: { host } }: EndpointView): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host) || host.endsWith('.localhost')
}
