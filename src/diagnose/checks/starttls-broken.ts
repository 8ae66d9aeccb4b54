import { type AccountCheck, type FindingDraft, notApplicable, said, seen } from '../check.js'
import { announcesUpgrade, type Breakage, upgradeBreakage } from '../derive/starttls.js'

const seenAs: Readonly<Record<Breakage, string>> = {
  refused: 'the server refused it',
  closed: 'the connection was closed',
  silent: 'nothing came any more',
  'clear-text': 'the server went on in clear text',
  nonsense: 'the answer makes no sense',
}

/** Announced, and then refused, cut off, or continued in clear text (T063). */
export const starttlsBroken: AccountCheck = {
  id: 'starttls-broken',
  scope: 'account',
  judge(account) {
    const announced = account.endpoints.filter((view) => announcesUpgrade(view))
    if (announced.length === 0) return notApplicable
    const drafts = announced.flatMap((view): FindingDraft[] => {
      const breakage = upgradeBreakage(view, account)
      if (breakage === undefined) return []
      const { endpoint, failed, serverText, upgradeCommand } = view
      return [
        {
          endpoint,
          args: { breakage },
          evidence: [
            seen(`${upgradeCommand} is announced; then ${seenAs[breakage]}`, failed?.name),
            ...(serverText === undefined ? [] : [said(serverText, failed?.name)]),
          ],
          certainty: 'certain',
        },
      ]
    })
    return drafts.length === 0 ? undefined : drafts
  },
}
