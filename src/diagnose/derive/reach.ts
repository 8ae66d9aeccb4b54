import type { Attempt, Failure, Protocol } from '../../model/index.js'
import type { AccountView, EndpointView } from '../view.js'

/** How TCP found a port. */
export type PortState = 'open' | 'refused' | 'silent'

/** A port of a host as it was found: by its own probe, or by a further look. */
export interface PortSeen {
  port: number
  state: PortState
  protocol: Protocol | undefined
}

/** One host of the account with everything that is known of its ports. */
export interface HostView {
  views: EndpointView[]
  ports: PortSeen[]
}

const protocolOfPort: Readonly<Record<number, Protocol>> = {
  143: 'imap',
  993: 'imap',
  110: 'pop3',
  995: 'pop3',
}

const silence = ['timed-out', 'unreachable', 'reset', 'closed']

/** What a failed TCP connection says of the port; undefined where it says something about this side only. */
export function stateAfter(failure: Failure | undefined): PortState | undefined {
  if (failure?.cause === 'refused') return 'refused'
  return failure !== undefined && silence.includes(failure.cause) ? 'silent' : undefined
}

/** How TCP found the endpoint's own port. */
export function stateOf(view: EndpointView): PortState | undefined {
  if (view.observed('tcp')) return 'open'
  return view.failedAt('tcp') ? stateAfter(view.failed?.failure) : undefined
}

function portsSeenFrom(view: EndpointView): PortSeen[] {
  const { port, protocol } = view.endpoint
  const own = { port, protocol, state: stateOf(view) }
  const looks = view.followUps('other-port').map((look) => ({
    port: look.port,
    protocol: protocolOfPort[look.port],
    state: look.outcome === 'observed' ? ('open' as const) : stateAfter(look.failure),
  }))
  return [own, ...looks].filter((seen): seen is PortSeen => seen.state !== undefined)
}

/**
 * What makes a failed lookup a note: another port of the host was reached, so its address was given by hand (--connect-to),
 * as for a server that DNS does not know yet.
 */
export function ledByHand(views: readonly EndpointView[]): { severity: 'note' } | undefined {
  return views.some((view) => view.observed('tcp')) ? { severity: 'note' } : undefined
}

/** The hosts of the account. A port that was looked at twice counts once, as its own probe found it. */
export function hostsOf(account: AccountView): HostView[] {
  const names = [...new Set(account.endpoints.map(({ endpoint }) => endpoint.host))]
  return names.map((name) => {
    const views = account.endpoints.filter(({ endpoint }) => endpoint.host === name)
    const own = new Set(
      views.filter((view) => stateOf(view) !== undefined).map(({ endpoint }) => endpoint.port),
    )
    const all = views.flatMap((view) =>
      portsSeenFrom(view).filter(({ port }) => port === view.endpoint.port || !own.has(port)),
    )
    return {
      views,
      ports: all.filter(({ port }, index) => all.findIndex((one) => one.port === port) === index),
    }
  })
}

/** Numbers of the ports found in this state, in ascending order. */
export function portsIn({ ports }: HostView, ...states: PortState[]): number[] {
  return ports
    .filter(({ state }) => states.includes(state))
    .map(({ port }) => port)
    .sort((a, b) => a - b)
}

/**
 * Whether it is no loss that this port is closed: nobody named it, and another port of the host takes connections. A host
 * that offers IMAP only, or TLS only, is a healthy host.
 */
export function spare(view: EndpointView, host: HostView): boolean {
  return view.probe.asked === 'standard' && portsIn(host, 'open').length > 0
}

/** Whether the web port of the same address took a connection and spoke TLS. */
export function webAnswers({ views }: HostView): boolean {
  return views.some((view) => view.followUp('web-certificate')?.tls !== undefined)
}

/** Addresses that the host's name led to. Where --connect-to sent a connection says nothing about the name. */
export function addressesOf({ views }: HostView): string[] {
  const found = views.flatMap(({ probe, endpoint }) => [
    ...(probe.addresses ?? []),
    ...(isNumeric(endpoint.host) ? [endpoint.host] : []),
  ])
  return [...new Set(found)]
}

/** True for IPv6: only its addresses hold colons. */
export function isIpv6(address: string): boolean {
  return address.includes(':')
}

function isNumeric(host: string): boolean {
  return isIpv6(host) || /^\d+(\.\d+){3}$/.test(host)
}

/** Addresses that did not work on ports where another address of the same name did. */
export interface DeadAddresses {
  dead: Attempt[]
  alive: string[]
}

/** Sorts the addresses of a host into those that answer and those that do not. */
export function deadAddresses({ views }: HostView): DeadAddresses {
  const attempts = views.filter((view) => view.observed('tcp')).flatMap(({ probe }) => probe.attempts ?? [])
  const alive = new Set(
    attempts.filter(({ outcome }) => outcome === 'observed').map(({ address }) => address),
  )
  const failed = attempts.filter(({ outcome, address }) => outcome === 'failed' && !alive.has(address))
  const dead = failed.filter(({ address }, at) => failed.findIndex((one) => one.address === address) === at)
  return { dead, alive: [...alive] }
}

/** Whether only IPv6 is affected, and all of it: one fault of the whole address family, not of one machine. */
export function onlyIpv6Dead({ dead, alive }: DeadAddresses): boolean {
  return dead.length > 0 && dead.every(({ address }) => isIpv6(address)) && !alive.some(isIpv6)
}

/** A name or address that always means the machine itself (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
export function isLoopback(host: string): boolean {
  return /^(localhost\.?|.*\.localhost\.?|127(\.\d+){3}|::1)$/i.test(host)
}
