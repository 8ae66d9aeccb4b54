import type { AccountCheck } from '../check.js'
import { judgeOffer } from '../derive/capabilities-offered.js'

/** Nothing listens for IMAP on a host that answers by the other protocol. */
export const imapNotOffered: AccountCheck = {
  id: 'imap-not-offered',
  scope: 'account',
  judge: (account) => judgeOffer(account, 'imap'),
}
