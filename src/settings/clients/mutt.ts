import type { Client } from '../account.js'
import { muttDraft } from './mutt-lines.js'

/** Mutt 2. */
export const mutt: Client = {
  id: 'mutt',
  title: 'Mutt',
  fileName: 'muttrc',
  place: 'Save it as ~/.muttrc, or add it to the one that is there.',
  protocols: ['imap', 'pop3'],
  securities: ['tls', 'starttls'],
  oauth: ['imap', 'pop3'],
  mechanisms: ['OAUTHBEARER', 'XOAUTH2'],
  comment: 'hash',
  secret: 'The command in backticks prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: true,
  takesCaFile: true,
  write: (account) =>
    muttDraft(account, {
      spoolFile: 'spoolfile',
      popInterval: 'pop_checkinterval',
    }),
}
