import type { Account, Client } from '../account.js'
import { quoted } from '../escape.js'

// Keys as of isync 1.4. From 1.5 on SSLType is called TLSType; the old name still works, with a warning.
const types = { tls: 'IMAPS', starttls: 'STARTTLS' } as const

/**
 * With a local archive nothing that is deleted on the server is deleted here, and nothing goes back. Else both sides are
 * kept alike, and deletions are marked but not carried out until the reader has seen that it works and sets Expunge.
 */
function channel({ plan }: Account): string[] {
  return [plan.archive ? 'Sync Pull New Flags' : 'Sync All', 'Create Near']
}

function write(account: Account) {
  const { host, port, security, user, caFile, oauth, plan } = account
  const lines = [
    'IMAPAccount mail',
    `Host ${quoted(host)}`,
    `Port ${port}`,
    `User ${quoted(user)}`,
    `PassCmd ${quoted(`pass show mail/${host}`)}`,
    `SSLType ${types[security]}`,
    ...(oauth === undefined ? [] : [`AuthMechs ${oauth}`]),
    ...(caFile === undefined ? [] : [`CertificateFile ${quoted(caFile)}`]),
    '',
    'IMAPStore mail-server',
    'Account mail',
    '',
    'MaildirStore mail-here',
    'Path ~/Mail/',
    'Inbox ~/Mail/INBOX',
    'SubFolders Verbatim',
    ...(plan.sizeLimitKb === undefined ? [] : [`MaxSize ${plan.sizeLimitKb}k`]),
    '',
    'Channel mail',
    'Far :mail-server:',
    'Near :mail-here:',
    'Patterns *',
    ...channel(account),
    'Expunge None',
    'SyncState *',
    '',
  ]
  return {
    body: lines.join('\n'),
    carries: ['offline-store', ...(plan.archive ? ['archive-folder'] : ['special-folders']), 'size-limit-kb'],
    notes: [
      'Expunge None: messages deleted on one side are only marked on the other. When all works as you want, Expunge Both carries deletions out.',
      ...(oauth === undefined ? [] : [`${oauth} needs a SASL plugin; PassCmd then prints an access token.`]),
    ].slice(plan.archive ? 1 : 0),
  }
}

/** mbsync of the isync package. */
export const mbsync: Client = {
  id: 'mbsync',
  title: 'mbsync (isync)',
  fileName: 'mbsyncrc',
  place: 'Save it as ~/.mbsyncrc, make the folder ~/Mail and run: mbsync -a',
  protocols: ['imap'],
  securities: ['tls', 'starttls'],
  oauth: ['imap'],
  mechanisms: ['XOAUTH2'],
  comment: 'hash',
  secret: 'PassCmd is a command that prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: false,
  takesCaFile: true,
  write,
}
