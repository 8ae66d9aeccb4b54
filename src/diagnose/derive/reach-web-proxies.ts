/** A network that stands in for web servers and carries nothing but web traffic for the names published through it. */
interface WebProxyNetwork {
  network: string
  /** Published IPv4 ranges. */
  ipv4: readonly string[]
  /** Published IPv6 ranges, told by their first two groups. */
  ipv6: RegExp
}

const networks: readonly WebProxyNetwork[] = [
  {
    network: 'Cloudflare',
    ipv4: [
      '103.21.244.0/22',
      '103.22.200.0/22',
      '103.31.4.0/22',
      '104.16.0.0/13',
      '104.24.0.0/14',
      '108.162.192.0/18',
      '131.0.72.0/22',
      '141.101.64.0/18',
      '162.158.0.0/15',
      '172.64.0.0/13',
      '173.245.48.0/20',
      '188.114.96.0/20',
      '190.93.240.0/20',
      '197.234.240.0/22',
      '198.41.128.0/17',
    ],
    ipv6: /^(2400:cb00|2606:4700|2803:f800|2405:b500|2405:8100|2a06:98c[0-7]|2c0f:f248):/i,
  },
]

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function inRange(address: string, range: string): boolean {
  const [start = '', bits = '32'] = range.split('/')
  const size = 2 ** (32 - Number(bits))
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(start) / size)
}

/** The web proxy network that an address belongs to (ticket class dns-http-proxy). */
export function webProxyOf(address: string): string | undefined {
  const holds = ({ ipv4, ipv6 }: WebProxyNetwork) =>
    address.includes(':') ? ipv6.test(address) : ipv4.some((range) => inRange(address, range))
  return networks.find(holds)?.network
}
