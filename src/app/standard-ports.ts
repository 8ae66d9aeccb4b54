import type { Endpoint, Protocol, Security } from '../model/index.js'

/** How a port is spoken to. */
export interface Access {
  protocol: Protocol
  security: Security
}

/** The four standard ports of mail access (RFC 8314 section 7, RFC 9051, RFC 1939). */
export const standardPorts: readonly (Access & { port: number })[] = [
  { port: 993, protocol: 'imap', security: 'tls' },
  { port: 143, protocol: 'imap', security: 'starttls' },
  { port: 995, protocol: 'pop3', security: 'tls' },
  { port: 110, protocol: 'pop3', security: 'starttls' },
]

/** Endpoints of a host without port or scheme: the standard ports, of which --security may choose. */
export function standardEndpoints(host: string, security: Security | undefined): Endpoint[] {
  const onClearPort = security === 'none'
  return standardPorts
    .filter((one) => security === undefined || one.security === (onClearPort ? 'starttls' : security))
    .map(({ port, protocol, security: usual }) => ({
      protocol,
      host,
      port,
      security: onClearPort ? 'none' : usual,
    }))
}

/** The standard port of a protocol with this security. */
export function standardPort({ protocol, security }: Access): number {
  const usual = security === 'none' ? 'starttls' : security
  const found = standardPorts.find((one) => one.protocol === protocol && one.security === usual)
  if (found === undefined) throw new Error(`No standard port for ${protocol} with ${security}`)
  return found.port
}
