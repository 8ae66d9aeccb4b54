import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { day, expired, newerElsewhere } from '../derive/certificate.js'

/**
 * Expired here, while the web port of the same address or another mail port already shows a newer one: a reload is missing,
 * not a renewal (T051).
 */
export const certExpiredNotReloaded: AccountCheck = {
  id: 'cert-expired-not-reloaded',
  scope: 'account',
  judge(account) {
    if (account.endpoints.every(({ certificate }) => certificate === undefined)) return notApplicable
    return account.endpoints.flatMap((view): FindingDraft[] => {
      const { certificate, endpoint } = view
      const newer = newerElsewhere(view, account)
      if (certificate === undefined || newer === undefined || !expired(certificate, view.at)) return []
      const newValidTo = day(newer.certificate.validTo)
      return [
        {
          endpoint,
          args: { validTo: day(certificate.validTo), newValidTo, newPort: newer.port },
          evidence: [
            seen(`the certificate on this port was valid until ${day(certificate.validTo)}`, 'tls'),
            seen(`port ${newer.port} of the same host shows one that is valid until ${newValidTo}`),
          ],
          certainty: 'certain',
        },
      ]
    })
  },
}
