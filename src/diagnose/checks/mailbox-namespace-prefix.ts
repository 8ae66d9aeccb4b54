import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/** Folders of this server begin with a prefix such as INBOX. (T103). */
export const mailboxNamespacePrefix: AccountCheck = {
  id: 'mailbox-namespace-prefix',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'mailbox-namespace-prefix', ({ serverText }) => ({ serverText })),
}
