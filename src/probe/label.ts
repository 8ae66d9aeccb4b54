import type { Endpoint } from '../model/index.js'

/** `host:port` as in messages, an IPv6 address in brackets. */
export function label({ host, port }: Pick<Endpoint, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
