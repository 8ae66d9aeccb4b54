import type { Account, Client } from '../account.js'
import { fetchmailString } from '../escape.js'

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const

/** fetchmail deletes by default, so what it keeps is always written out. IMAP mail stays where it is. */
function keeps({ protocol, plan }: Account): boolean {
  return protocol === 'imap' || plan.leaveOnServer
}

/** An option of the server, so it stands before the user. Without it fetchmail cannot tell what it has already fetched. */
function uidl(account: Account): string {
  return account.protocol === 'pop3' && keeps(account) ? ' uidl' : ''
}

function write(account: Account) {
  const { protocol, host, port, security, user, caFile, plan } = account
  const idle = protocol === 'imap' && plan.idle
  const lines = [
    ...(plan.checkMinutes === undefined ? [] : [`set daemon ${plan.checkMinutes * 60}`, '']),
    `poll ${fetchmailString(host)} protocol ${protocolNames[protocol]} port ${port}${uidl(account)}`,
    `  user ${fetchmailString(user)}`,
    `  ${security === 'tls' ? 'ssl ' : ''}sslproto "TLS1.2+" sslcertck`,
    ...(caFile === undefined ? [] : [`  sslcertfile ${fetchmailString(caFile)}`]),
    `  ${keeps(account) ? 'keep' : 'nokeep'}`,
    ...(idle ? ['  idle'] : []),
    ...(plan.sizeLimitKb === undefined ? [] : [`  limit ${plan.sizeLimitKb * 1024}`]),
    '',
  ]
  return {
    body: lines.join('\n'),
    carries: [
      ...(protocol === 'pop3' ? ['leave-on-server'] : []),
      ...(idle ? ['idle'] : []),
      'check-every-minutes',
      'size-limit-kb',
    ],
    notes: [
      ...(protocol === 'imap' ? ['What fetchmail fetched over IMAP counts as read on the server.'] : []),
      'fetchmail hands each message to the mail service of this machine; an mda line names another program for it.',
    ],
  }
}

/** fetchmail 6.4. */
export const fetchmail: Client = {
  id: 'fetchmail',
  title: 'fetchmail',
  fileName: 'fetchmailrc',
  place:
    'Save it as ~/.fetchmailrc, run chmod 600 ~/.fetchmailrc, else fetchmail refuses it, and run: fetchmail',
  protocols: ['imap', 'pop3'],
  securities: ['tls', 'starttls'],
  oauth: [],
  mechanisms: [],
  comment: 'hash',
  secret: 'fetchmail asks for it, or reads it from ~/.netrc.',
  secretBy: 'asking',
  sends: false,
  takesCaFile: true,
  write,
}
