import type { Certificate, TlsFacts } from '../../model/index.js'

/** A product that opens TLS connections, and how its own certificate authority names itself. */
interface Interceptor {
  product: string
  issuer: RegExp
}

// The name under which each product signs the certificates that it makes up, as its users see it in mail programs.
const interceptors: readonly Interceptor[] = [
  { product: 'Avast', issuer: /\bavast\b/i },
  { product: 'AVG', issuer: /\bAVG\b/ },
  { product: 'Kaspersky', issuer: /kaspersky/i },
  { product: 'ESET', issuer: /\bESET\b/ },
  { product: 'Bitdefender', issuer: /bitdefender/i },
  { product: 'Dr.Web', issuer: /dr\.?web/i },
  { product: 'BullGuard', issuer: /bullguard/i },
  { product: 'G DATA', issuer: /\bG ?DATA\b/i },
  { product: 'AdGuard', issuer: /adguard/i },
  { product: 'Norton', issuer: /norton.*(web|mail|shield)|symantec.*(web gateway|ssl visibility)/i },
  { product: 'Zscaler', issuer: /zscaler/i },
  { product: 'Fortinet FortiGate', issuer: /forti(net|gate)|\bFGT?\d/i },
  { product: 'Sophos', issuer: /sophos/i },
  { product: 'Palo Alto Networks', issuer: /palo ?alto/i },
  { product: 'Netskope', issuer: /netskope|goskope/i },
  { product: 'Cisco Umbrella', issuer: /cisco.*(umbrella|secure access|web security|ironport)/i },
  { product: 'Blue Coat', issuer: /blue ?coat/i },
  { product: 'Check Point', issuer: /check ?point/i },
  { product: 'WatchGuard', issuer: /watchguard/i },
  { product: 'SonicWall', issuer: /sonicwall/i },
  { product: 'Barracuda', issuer: /barracuda/i },
  { product: 'Untangle', issuer: /untangle/i },
  { product: 'Cloudflare Gateway', issuer: /cloudflare.*(gateway|for teams)/i },
  { product: 'mitmproxy', issuer: /mitmproxy/i },
  { product: 'Fiddler', issuer: /fiddler/i },
  { product: 'Charles', issuer: /charles proxy/i },
  { product: 'Burp Suite', issuer: /portswigger/i },
]

/** The product that made this certificate up on the way, judged by who signed it. */
export function interceptorOf({ certificate, chain }: TlsFacts): string | undefined {
  const names = [certificate, ...chain].filter((one): one is Certificate => one !== undefined)
  const issuers = names.map(({ issuer }) => issuer)
  return interceptors.find(({ issuer }) => issuers.some((name) => issuer.test(name)))?.product
}
