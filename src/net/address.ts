import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * True for an IPv6 address, with or without a zone. A text with other characters is refused first: the expression that
 * Node looks for an address with takes it 5 to 10 ms to make ready.
 */
export function isIPv6Address(text: string): boolean {
  return /^[\da-f]*:[\da-f:.]*(?:%|$)/i.test(text) && isIPv6(text)
}

/** True for an IPv4 or IPv6 address, which needs no lookup. */
export function isAddress(host: string): boolean {
  return isIPv4(host) || isIPv6Address(host)
}

/** Special-purpose ranges that never lead to a mail server on the Internet (RFC 6890, RFC 4193, RFC 6598). */
const notPublic: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
]

/** Prefixes under which IPv6 carries an IPv4 address: mapped (RFC 4291 section 2.5.5.2) and translated (RFC 6052). */
const carryingIpv4: readonly [string, number][] = [
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
]

function listOf(networks: readonly [string, number][]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Made when first needed: every command loads this file, and few look at an address. */
let lists: { thisNetwork: BlockList; carriesIpv4: BlockList } | undefined

/** The last 32 bits of an IPv6 address as IPv4. */
function carriedIpv4(address: string): string {
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (dotted !== undefined) return dotted
  const [high = '0', low = '0'] = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2)
  const bits = (Number.parseInt(high || '0', 16) << 16) | Number.parseInt(low || '0', 16)
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/**
 * True for an address of this machine or of a private network, and for one that belongs to nobody: what a stranger's
 * document or DNS record must not lead to.
 *
 * @param address an IPv4 or IPv6 address, without brackets
 */
export function isOfThisNetwork(address: string): boolean {
  lists ??= { thisNetwork: listOf(notPublic), carriesIpv4: listOf(carryingIpv4) }
  const { thisNetwork, carriesIpv4 } = lists
  const bare = address.replace(/%.*$/, '')
  if (!isIPv6Address(bare)) return thisNetwork.check(bare, 'ipv4')
  if (carriesIpv4.check(bare, 'ipv6')) return thisNetwork.check(carriedIpv4(bare), 'ipv4')
  return thisNetwork.check(bare, 'ipv6')
}
