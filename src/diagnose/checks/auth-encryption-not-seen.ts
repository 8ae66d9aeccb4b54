import type { AccountCheck } from '../check.js'
import { judgeRefusals } from '../derive/login.js'

/**
 * PRIVACYREQUIRED inside TLS (RFC 5530 section 3): the encryption ends at something in front of the server, which does
 * not tell it so.
 */
export const authEncryptionNotSeen: AccountCheck = {
  id: 'auth-encryption-not-seen',
  scope: 'account',
  judge: (account) =>
    judgeRefusals(account, 'auth-encryption-not-seen', ({ serverText }) => ({ serverText })),
}
