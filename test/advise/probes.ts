import type { EndpointProbe, FailureCause, PhaseName, Protocol } from '../../src/model/index.js'

const phases: PhaseName[] = ['dns', 'tcp', 'tls', 'greeting', 'capability-tls', 'logout']

/** An endpoint that answered everything over verified TLS. */
export function healthy(
  protocol: Protocol,
  capabilities: string[],
  changes: Partial<EndpointProbe> = {},
): EndpointProbe {
  return {
    endpoint: { protocol, host: 'mail.example.com', port: protocol === 'imap' ? 993 : 995, security: 'tls' },
    phases: phases.map((name) => ({ name, outcome: 'observed', ms: 1 })),
    greeting: { status: 'ok', text: 'ready', insideTls: true },
    tls: { verified: true, protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', chain: [] },
    capabilities: { afterTls: capabilities },
    connections: 1,
    ms: 6,
    ...changes,
  }
}

/** An endpoint where a phase failed, so that nothing after it was reached. */
export function failed(protocol: Protocol, at: PhaseName, cause: FailureCause): EndpointProbe {
  const { endpoint } = healthy(protocol, [])
  return {
    endpoint,
    phases: [{ name: at, outcome: 'failed', ms: 1, failure: { cause, message: cause } }],
    connections: 1,
    ms: 1,
  }
}

/** The same endpoint with a certificate that does not verify. */
export function unverified(probe: EndpointProbe): EndpointProbe {
  const problem = { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed' }
  return { ...probe, tls: { verified: false, problem, protocol: 'TLSv1.3', cipher: 'x', chain: [] } }
}
