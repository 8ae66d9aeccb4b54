import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { judgeRefusals } from '../derive/login.js'
import { tlsFailure } from '../derive/tls.js'
import type { EndpointView } from '../view.js'

function refusedInTls(view: EndpointView): FindingDraft[] {
  if (tlsFailure(view) !== 'client-certificate-required') return []
  const evidence = [seen(`the server ended TLS: ${view.failed?.failure.message}`, view.failed?.name)]
  return [{ endpoint: view.endpoint, evidence, certainty: 'certain' }]
}

/**
 * The server lets nobody in who does not show a certificate of his own. It says so in TLS, with TLS 1.3 only after the
 * handshake, or when the sign-in comes.
 */
export const clientCertificateRequired: AccountCheck = {
  id: 'client-certificate-required',
  scope: 'account',
  judge(account) {
    const inTls = account.endpoints.flatMap(refusedInTls)
    const atSignIn = judgeRefusals(account, 'client-certificate-required', () => ({}))
    if (inTls.length === 0 && !Array.isArray(atSignIn))
      return atSignIn === notApplicable ? undefined : atSignIn
    return [...inTls, ...(Array.isArray(atSignIn) ? atSignIn : [])]
  },
}
