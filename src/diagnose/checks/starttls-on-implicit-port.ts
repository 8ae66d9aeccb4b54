import { type EndpointCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { silentForTls } from '../derive/tls.js'
import type { EndpointView } from '../view.js'

/** A target that said STARTTLS for this port: the probe knew better, a program that is set so waits in vain. */
function askedForStarttls({
  endpoint,
  probe,
  surroundings,
  upgradeCommand,
}: EndpointView): FindingDraft | undefined {
  const { tlsInstead = [] } = surroundings
  const said = tlsInstead.some(({ host, port }) => host === endpoint.host && port === endpoint.port)
  if (!said || probe.tls === undefined) return undefined
  return {
    evidence: [
      seen(`the target says ${upgradeCommand} for port ${endpoint.port}`),
      seen('TLS from the first byte works there, and was used instead', 'tls'),
    ],
    certainty: 'certain',
    severity: 'note',
  }
}

/** STARTTLS was asked for on a port that waits for TLS from the first byte (T028, T031). */
export const starttlsOnImplicitPort: EndpointCheck = {
  id: 'starttls-on-implicit-port',
  scope: 'endpoint',
  judge: (view) =>
    view.endpoint.security === 'starttls' ? silentForTls(view) : (askedForStarttls(view) ?? notApplicable),
}
