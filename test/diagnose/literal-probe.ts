import type { Check, FindingDraft } from '../../src/diagnose/check.js'
import { AccountView } from '../../src/diagnose/view.js'
import type {
  Attempt,
  Certificate,
  Endpoint,
  EndpointProbe,
  Failure,
  FailureCause,
  FollowUp,
  FollowUpName,
  PhaseName,
  TlsFacts,
} from '../../src/model/index.js'

/** When all literal probes were made. */
export const at = new Date('2026-06-01T12:00:00.000Z')

export const host = 'mail.demo.example'

const order: Record<Endpoint['security'], PhaseName[]> = {
  tls: ['dns', 'tcp', 'tls', 'greeting', 'capability', 'logout'],
  starttls: ['dns', 'tcp', 'greeting', 'capability', 'starttls', 'tls', 'capability-tls', 'logout'],
  none: ['dns', 'tcp', 'greeting', 'capability', 'logout'],
}

const protocols: Record<number, Endpoint['protocol']> = { 995: 'pop3', 110: 'pop3' }
const securities: Record<number, Endpoint['security']> = { 143: 'starttls', 110: 'starttls' }

export function failure(cause: FailureCause, details: Partial<Failure> = {}): Failure {
  return { cause, message: `it was ${cause}`, ...details }
}

/** What a literal probe may say differently from a healthy one. */
export interface Different extends Partial<Omit<EndpointProbe, 'endpoint' | 'phases'>> {
  port?: number
  protocol?: Endpoint['protocol']
  host?: string
  security?: Endpoint['security']
  /** The phase that fails, with its failure; what comes later is skipped. */
  fails?: [PhaseName, Failure]
}

/** A probe that went well, but for what is said. */
export function probeOf(different: Different = {}): EndpointProbe {
  const { port = 993, fails, host: name = host, protocol, security, ...facts } = different
  const endpoint: Endpoint = {
    protocol: protocol ?? protocols[port] ?? 'imap',
    host: name,
    port,
    security: security ?? securities[port] ?? 'tls',
  }
  const failing = order[endpoint.security].indexOf(fails?.[0] ?? 'session')
  const phases = order[endpoint.security].map((phase, index) => {
    if (failing < 0 || index < failing) return { name: phase, outcome: 'observed' as const, ms: 1 }
    if (index > failing) return { name: phase, outcome: 'skipped' as const, ms: 0, because: 'earlier' }
    return { name: phase, outcome: 'failed' as const, ms: 1, ...(fails && { failure: fails[1] }) }
  })
  const upTo = (phase: PhaseName) => phases.find((one) => one.name === phase)?.outcome === 'observed'
  return {
    endpoint,
    asked: 'named',
    phases,
    ...(upTo('tls') && { tls: tlsOf() }),
    ...(upTo('greeting') && {
      greeting: { status: 'ok', text: 'ready', insideTls: endpoint.security === 'tls' },
    }),
    connections: 1,
    ms: 5,
    ...facts,
  }
}

export function certificateOf(different: Partial<Certificate> = {}): Certificate {
  return {
    subject: `CN=${host}`,
    issuer: 'C=XX, O=Trust, CN=Trust Issuing CA 1',
    names: [host],
    validFrom: '2026-05-01T00:00:00.000Z',
    validTo: '2026-08-01T00:00:00.000Z',
    fingerprint256: 'AA:BB',
    key: 'ec prime256v1',
    ...different,
  }
}

/** The certificate that a server should send along. */
export const intermediate: Certificate = certificateOf({
  subject: 'C=XX, O=Trust, CN=Trust Issuing CA 1',
  issuer: 'C=XX, O=Trust, CN=Trust Root',
  names: [],
})

export function tlsOf(
  certificate: Partial<Certificate> = {},
  problem?: string,
  different: Partial<TlsFacts> = {},
): TlsFacts {
  const own = certificateOf(certificate)
  return {
    verified: problem === undefined,
    ...(problem !== undefined && { problem: { code: problem, message: 'does not verify' } }),
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    keyExchange: 'ECDH X25519 253',
    certificate: own,
    chain: [own, intermediate],
    ...different,
  }
}

export function look(name: FollowUpName, different: Partial<FollowUp> = {}): FollowUp {
  return { name, host, port: 993, outcome: 'observed', ms: 1, ...different }
}

export function attempt(address: string, broken?: Failure): Attempt {
  return { address, ms: 1, outcome: broken ? 'failed' : 'observed', ...(broken && { failure: broken }) }
}

/** What a check says of these endpoints: its drafts, or why it is quiet. */
export function judge(
  check: Check,
  ...probes: EndpointProbe[]
): FindingDraft[] | 'passed' | 'not-applicable' {
  const account = new AccountView(probes, at)
  if (check.scope === 'account') return quietIfEmpty(check.judge(account))
  const verdicts = account.endpoints.map((view) => check.judge(view))
  const drafts = verdicts.filter((one) => typeof one === 'object')
  if (drafts.length > 0) return drafts
  return verdicts.every((one) => one === 'not-applicable') ? 'not-applicable' : 'passed'
}

function quietIfEmpty(verdict: FindingDraft[] | 'not-applicable' | undefined) {
  if (verdict === 'not-applicable') return verdict
  return verdict === undefined || verdict.length === 0 ? 'passed' : verdict
}

/** One row of a table: what the situation is, what was seen, and what the check has to say. */
export interface Case {
  check: Check
  when: string
  probes: EndpointProbe[]
  says: 'passed' | 'not-applicable' | Partial<FindingDraft>
}
