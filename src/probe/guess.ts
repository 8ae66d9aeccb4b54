import type { Endpoint, EndpointProbe } from '../model/index.js'

/**
 * What to try next for an endpoint whose port did not tell how it is spoken to, or undefined when the result stands.
 * Two steps at most: what is not TLS is tried in clear, and what greets as POP3 is tried as POP3.
 */
export function nextGuess({ asked, endpoint, phases, greeting }: EndpointProbe): Endpoint | undefined {
  if (asked !== 'guessed') return undefined
  const failure = phases.find((phase) => phase.outcome === 'failed')?.failure
  if (failure?.cause === 'not-tls' && endpoint.security === 'tls')
    return { ...endpoint, security: 'starttls' }
  const said = failure?.serverText ?? greeting?.text ?? ''
  if (failure?.cause === 'not-this-protocol' && endpoint.protocol === 'imap' && /^[+-](OK|ERR)/i.test(said)) {
    return { ...endpoint, protocol: 'pop3' }
  }
  return undefined
}
