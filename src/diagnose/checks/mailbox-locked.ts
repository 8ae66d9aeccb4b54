import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Another session holds the maildrop: IN-USE (RFC 2449 section 8.1.2). */
export const mailboxLocked: AccountCheck = {
  id: 'mailbox-locked',
  scope: 'account',
  judge: (account) => judgeRefusals(account, 'mailbox-locked', ({ serverText }) => ({ serverText })),
}
