import { isIP } from 'node:net'

/** True for an IPv4 or IPv6 address, which needs no lookup. */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0
}
