import type { AccountCheck } from '../check.js'
import { judgeOffer } from '../derive/capabilities-offered.js'

/** Nothing listens for POP3 on a host that answers by the other protocol. */
export const pop3NotOffered: AccountCheck = {
  id: 'pop3-not-offered',
  scope: 'account',
  judge: (account) => judgeOffer(account, 'pop3'),
}
