import { createHash } from 'node:crypto'

/** The timestamp of a POP3 greeting, by which a server offers APOP (RFC 1939 section 7): a message identifier. */
export function apopTimestamp(greeting: string): string | undefined {
  return /<[^\s<>@]+@[^\s<>@]+>/.exec(greeting)?.[0]
}

/** The digest of APOP (RFC 1939 section 7), in lower-case hexadecimal. */
export function apopDigest(timestamp: string, secret: string): string {
  return createHash('md5').update(timestamp).update(secret).digest('hex')
}
