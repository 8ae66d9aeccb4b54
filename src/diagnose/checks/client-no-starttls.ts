import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { announcesUpgrade } from '../derive/starttls.js'
import type { EndpointView } from '../view.js'

/** Encrypted and verified all the way: a certificate that is refused has a finding of its own. */
function works({ answers, probe }: EndpointView): boolean {
  return answers && probe.tls?.verified === true
}

/** Both ways of TLS work: a program that fails on the plaintext port alone cannot do STARTTLS (T114). */
export const clientNoStarttls: AccountCheck = {
  id: 'client-no-starttls',
  scope: 'account',
  judge(account) {
    const upgraded = account.endpoints.filter(
      (view) => view.endpoint.security === 'starttls' && view.observed('tls'),
    )
    if (upgraded.length === 0) return notApplicable
    const drafts = upgraded.flatMap((view): FindingDraft[] => {
      const direct = account
        .siblingsOf(view)
        .find(
          (other) =>
            other.endpoint.protocol === view.endpoint.protocol &&
            other.endpoint.security === 'tls' &&
            works(other),
        )
      if (direct === undefined || !works(view) || announcesUpgrade(view) === false) return []
      return [
        {
          endpoint: view.endpoint,
          args: { directPort: direct.endpoint.port },
          evidence: [
            seen(`${view.upgradeCommand} works on port ${view.endpoint.port}`, 'tls'),
            seen(`TLS from the first byte works on port ${direct.endpoint.port}`, 'tls'),
          ],
          certainty: 'certain',
        },
      ]
    })
    return drafts.length === 0 ? undefined : drafts
  },
}
