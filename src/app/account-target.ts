import { isAddress } from '../net/address.js'

/** A target taken apart, nothing judged yet. */
export interface Parts {
  scheme: string | undefined
  user: string | undefined
  hadPassword: boolean
  host: string
  port: string | undefined
  rest: string
}

/** An address or a domain whose servers are to be found first. */
export interface AccountTarget {
  /** As typed, cleaned: user@domain, or @domain. */
  target: string
  /** In A-labels. */
  domain: string
  /** The whole address, where there is one. */
  address?: string
}

/** Whether a target is user@domain or @domain, as against a server with a login before it. */
export function isAccount({ scheme, user }: Pick<Parts, 'scheme' | 'user'>): boolean {
  return user !== undefined && (scheme === undefined || scheme === 'http' || scheme === 'https')
}

/**
 * Reads what stands around the @ of an address.
 *
 * @param domain in A-labels
 * @returns the account, or what is wrong with it; neither holds a password
 */
export function accountTarget(
  { scheme, user = '', hadPassword, port, rest }: Parts,
  domain: string,
): AccountTarget | { problem: string; hint: string } {
  const target = `${user}@${domain}`
  const hint = `Did you mean ${target}?`
  if (hadPassword) return { problem: 'there is a password in it', hint }
  if (scheme !== undefined) return { problem: 'an address is no web address', hint }
  if (isAddress(domain)) {
    return { problem: 'there is no domain after the @', hint: `For a server without a name: ${domain}` }
  }
  if (port !== undefined) {
    return { problem: 'an address has no port', hint: `${hint} For a server: ${domain}:${port}` }
  }
  if (rest !== '' && rest !== '/') return { problem: `"${rest}" does not belong to an address`, hint }
  return { target, domain, ...(user !== '' && { address: target }) }
}
