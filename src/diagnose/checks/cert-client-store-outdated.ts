import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { trustGap } from '../derive/certificate.js'
import { youngRootOf } from '../derive/certificate-roots.js'

/** Signed under a root that is younger than many lists of trusted authorities. Only said where the chain names such a root. */
export const certClientStoreOutdated: EndpointCheck = {
  id: 'cert-client-store-outdated',
  scope: 'endpoint',
  judge(view) {
    const { tls } = view.probe
    if (tls?.certificate === undefined) return notApplicable
    const root = youngRootOf(tls)
    if (root === undefined || (!tls.verified && trustGap(view) !== 'untrusted')) return undefined
    return {
      args: { root: root.name, year: root.year },
      evidence: [
        seen(`the last certificate sent was issued by ${root.name}`, 'tls'),
        seen(tls.verified ? 'this machine trusts it' : 'this machine does not trust it', 'tls'),
      ],
      // Anybody can write a well-known name into a certificate: without verification it proves nothing.
      certainty: tls.verified ? 'likely' : 'possible',
    }
  },
}
