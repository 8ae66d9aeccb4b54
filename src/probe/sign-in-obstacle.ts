import type { Run } from './run.js'

/** Why credentials must not be sent on this connection; undefined when they may. */
export function obstacleTo({ facts, endpoint, options }: Run): string | undefined {
  if (options.secretsAllowed?.(endpoint) === false) {
    return `${endpoint.host} was found by a search and not accepted; to sign in there: --accept-host ${endpoint.host}`
  }
  if (endpoint.security === 'none' || facts.tls === undefined) return 'the connection is not encrypted'
  if (!facts.tls.verified) return 'the certificate is not verified'
  if (facts.greeting?.status === 'preauth') return 'the server signed in by itself'
  return undefined
}
