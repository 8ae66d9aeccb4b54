import type { EndpointView } from '../view.js'

/** Another service that was found where mail was expected. */
export interface OtherService {
  service: string
  /** Its own words, where it said any. */
  banner: string | undefined
}

// How each service begins to speak; the first that fits is taken, so FTP stands before SMTP, which also says 220.
const banners: readonly [RegExp, string][] = [
  [/^220[ -].*\bftp/i, 'FTP'],
  [/^(220|421|554)[ -]/, 'SMTP, which sends mail'],
  [/^(HTTP\/\d|<!doctype|<html)/i, 'HTTP, as web servers do'],
  [/^SSH-/, 'SSH'],
  [/^[+-](OK|ERR)\b/i, 'POP3'],
  [/^\* (OK|PREAUTH|BYE)\b/i, 'IMAP'],
  [/^(OK |"IMPLEMENTATION")/i, 'ManageSieve'],
  [/^RFB \d/, 'VNC'],
]

/** What is usually found on ports that are often mixed up with those of IMAP and POP3. */
const usual: Readonly<Record<number, string>> = {
  22: 'SSH',
  25: 'SMTP, which sends mail',
  80: 'HTTP, as web servers do',
  443: 'HTTP, as web servers do',
  465: 'SMTP, which sends mail',
  587: 'SMTP, which sends mail',
  4190: 'ManageSieve',
  8080: 'HTTP, as web servers do',
  8443: 'HTTP, as web servers do',
}

/** The first words of whatever sits on the port, when they are not those of the protocol that was expected. */
function foreignBanner(view: EndpointView): string | undefined {
  if (view.failedAt('greeting', 'not-this-protocol'))
    return view.serverText ?? view.probe.greeting?.text ?? ''
  if (!view.failedAt('tls', 'not-tls') || view.endpoint.security !== 'tls') return undefined
  const look = view.followUp('plaintext-look')
  if (look?.greeting?.status === 'other') return look.greeting.text
  return look?.failure?.cause === 'not-this-protocol' ? (look.failure.serverText ?? '') : undefined
}

/** A service other than the one expected, told by its banner, or by the port's number where it keeps silent. */
export function otherService(view: EndpointView): OtherService | undefined {
  const banner = foreignBanner(view)
  if (banner !== undefined) {
    const known = banners.find(([pattern]) => pattern.test(banner))?.[1]
    return { service: known ?? 'another protocol', banner: banner === '' ? undefined : banner }
  }
  // A web server waits for the client to speak: it never greets, neither in clear nor inside TLS.
  const mute = view.failedAt('greeting', 'timed-out', 'closed', 'reset') || view.failedAt('tls', 'not-tls')
  const service = usual[view.endpoint.port]
  return mute && view.observed('tcp') && service !== undefined ? { service, banner: undefined } : undefined
}
