import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { day, expired, newerElsewhere } from '../derive/certificate.js'

/** Expired, and nothing shows a newer certificate: else it is cert-expired-not-reloaded. */
export const certExpired: AccountCheck = {
  id: 'cert-expired',
  scope: 'account',
  judge(account) {
    if (account.endpoints.every(({ certificate }) => certificate === undefined)) return notApplicable
    return account.endpoints.flatMap((view): FindingDraft[] => {
      const { certificate, endpoint } = view
      if (certificate === undefined || !expired(certificate, view.at)) return []
      if (newerElsewhere(view, account) !== undefined) return []
      return [
        {
          endpoint,
          args: { validTo: day(certificate.validTo) },
          evidence: [seen(`the certificate was valid until ${day(certificate.validTo)}`, 'tls')],
          certainty: 'certain',
        },
      ]
    })
  },
}
