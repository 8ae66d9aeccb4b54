import type { Account, Client } from '../account.js'
import { pythonString } from '../escape.js'
import { checkOuterBlanks } from '../safe-text.js'

const retrievers = { imap: 'SimpleIMAPSSLRetriever', pop3: 'SimplePOP3SSLRetriever' } as const

/** Where Debian and its kin keep the roots that they trust. */
const systemRoots = '/etc/ssl/certs/ca-certificates.crt'

function retriever({ protocol, host, port, user, caFile, oauth, plan }: Account): string[] {
  return [
    '[retriever]',
    `type = ${retrievers[protocol]}`,
    `server = ${host}`,
    `port = ${port}`,
    `username = ${user}`,
    `password_command = (${pythonString('pass')}, ${pythonString('show')}, ${pythonString(`mail/${host}`)})`,
    ...(oauth === undefined ? [] : ['use_xoauth2 = true']),
    // Without it getmail verifies nothing: Python's own mail classes do not, unless told.
    `ca_certs = ${caFile ?? systemRoots}`,
    ...(protocol === 'imap'
      ? [`mailboxes = ${plan.offlineStore || plan.archive ? 'ALL' : "('INBOX',)"}`]
      : []),
  ]
}

function options({ protocol, plan }: Account): string[] {
  const { leaveOnServer, leaveDays, sizeLimitKb } = plan
  const pop3 = protocol === 'pop3'
  return [
    '[options]',
    'read_all = false',
    `delete = ${pop3 && !leaveOnServer}`,
    ...(pop3 && leaveOnServer && leaveDays !== undefined ? [`delete_after = ${leaveDays}`] : []),
    ...(sizeLimitKb === undefined ? [] : [`max_message_size = ${sizeLimitKb * 1024}`]),
  ]
}

function write(account: Account) {
  const { protocol, user, caFile } = account
  checkOuterBlanks('getmail', user)
  checkOuterBlanks('getmail', caFile ?? '')
  const destination = ['[destination]', 'type = Maildir', 'path = ~/Mail/']
  return {
    body: [...retriever(account), '', ...destination, '', ...options(account), ''].join('\n'),
    carries: [
      ...(protocol === 'pop3'
        ? ['leave-on-server', 'leave-on-server-days']
        : ['offline-store', 'archive-folder']),
      'size-limit-kb',
    ],
    notes:
      caFile === undefined
        ? [
            `ca_certs is the path of Debian and its kin (${systemRoots}): put the path of your system there. Without ca_certs getmail does not check the certificate.`,
          ]
        : [],
  }
}

/** getmail, version 6. */
export const getmail6: Client = {
  id: 'getmail6',
  title: 'getmail6',
  fileName: 'getmailrc',
  place:
    'Save it as ~/.config/getmail/getmailrc, make the folders ~/Mail/cur, ~/Mail/new and ~/Mail/tmp, and run: getmail',
  protocols: ['imap', 'pop3'],
  securities: ['tls'],
  oauth: ['imap'],
  mechanisms: ['XOAUTH2'],
  comment: 'hash',
  secret:
    'password_command is a command that prints it, word by word: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: false,
  takesCaFile: true,
  write,
}
