import { type Endpoint, type EndpointProbe, firstFailure, type Phase } from '../model/index.js'
import type { Tone } from './page.js'

const schemes = {
  imap: { tls: 'imaps', starttls: 'imap', none: 'imap' },
  pop3: { tls: 'pops', starttls: 'pop', none: 'pop' },
} as const

/** An endpoint as a target that can be typed again: imaps://host:993. */
export function endpointName({ protocol, host, port, security }: Endpoint): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${schemes[protocol][security]}://${name}:${port}`
}

/** Milliseconds as a person wants to read them. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

const phaseWords = {
  dns: 'name lookup',
  tcp: 'connection',
  tls: 'TLS',
  greeting: 'greeting',
  capability: 'capabilities',
  starttls: 'STARTTLS',
  'capability-tls': 'capabilities inside TLS',
  login: 'sign-in',
  'capability-login': 'capabilities after sign-in',
  session: 'mailbox facts',
  logout: 'farewell',
} as const satisfies Record<Phase['name'], string>

/** A phase in words; POP3 calls its STARTTLS command STLS. */
export function phaseTitle(name: Phase['name'], protocol: Endpoint['protocol']): string {
  return name === 'starttls' && protocol === 'pop3' ? 'STLS' : phaseWords[name]
}

/** How an endpoint fared, in one line and a tone. */
export function endpointOutcome(probe: EndpointProbe): { word: string; text: string; tone: Tone } {
  const failed = firstFailure(probe)
  if (failed !== undefined) {
    const what = phaseTitle(failed.name, probe.endpoint.protocol)
    return { word: 'failed', text: `${what}: ${failed.failure.message}`, tone: 'bad' }
  }
  const { tls } = probe
  if (tls === undefined) return { word: 'ok', text: `no TLS, ${duration(probe.ms)}`, tone: 'warn' }
  const verified = tls.verified ? 'verified' : `not verified: ${tls.problem?.message ?? 'unknown reason'}`
  return {
    word: tls.verified ? 'ok' : 'warning',
    text: `${tls.protocol} ${verified}, ${duration(probe.ms)}`,
    tone: tls.verified ? 'good' : 'warn',
  }
}
