import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** The sign-in is accepted, and no mailbox comes of it (T098). */
export const mailboxAuthenticatedNotConnected: AccountCheck = {
  id: 'mailbox-authenticated-not-connected',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'mailbox-authenticated-not-connected', ({ serverText }) => ({ serverText })),
}
