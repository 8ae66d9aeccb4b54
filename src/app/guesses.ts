import type { Endpoint, EndpointProbe } from '../model/index.js'

/**
 * What to try next for an endpoint whose port did not tell how it is spoken to, or undefined when the result stands.
 * Two steps at most: what is not TLS is tried in clear, and what greets as POP3 is tried as POP3.
 */
function nextGuess({ endpoint, phases, greeting }: EndpointProbe): Endpoint | undefined {
  const failure = phases.find((phase) => phase.outcome === 'failed')?.failure
  if (failure?.cause === 'not-tls' && endpoint.security === 'tls')
    return { ...endpoint, security: 'starttls' }
  const said = failure?.serverText ?? greeting?.text ?? ''
  if (failure?.cause === 'not-this-protocol' && endpoint.protocol === 'imap' && /^[+-](OK|ERR)/i.test(said)) {
    return { ...endpoint, protocol: 'pop3' }
  }
  return undefined
}

/**
 * Corrects guessed endpoints by what the server answered.
 *
 * @param first the result of the guess
 * @param again probes one endpoint
 * @returns the last result, with the connections of all tries counted
 */
export async function settleGuess(
  first: EndpointProbe,
  again: (endpoint: Endpoint) => Promise<EndpointProbe>,
): Promise<EndpointProbe> {
  let result = first
  for (let next = nextGuess(result); next !== undefined; next = nextGuess(result)) {
    const spent = result.connections
    const probed = await again(next)
    result = { ...probed, connections: probed.connections + spent }
  }
  return result
}
