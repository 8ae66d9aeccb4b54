import type { Account, Client } from '../account.js'
import { interpolated, pythonString } from '../escape.js'
import { checkOuterBlanks } from '../safe-text.js'

/** An archive follows the server in what is new only; an account that is kept alike follows it in everything. */
function archiveLines({ plan }: Account): { local: string[]; remote: string[] } {
  return plan.archive
    ? { local: ['sync_deletes = no'], remote: ['readonly = True'] }
    : { local: [], remote: [] }
}

function general({ plan }: Account): string[] {
  return [
    '[general]',
    'accounts = mail',
    '',
    '[Account mail]',
    'localrepository = mail-here',
    'remoterepository = mail-server',
    ...(plan.sizeLimitKb === undefined ? [] : [`maxsize = ${plan.sizeLimitKb * 1024}`]),
    ...(plan.checkMinutes === undefined ? [] : [`autorefresh = ${plan.checkMinutes}`]),
  ]
}

/** A command of the shell, run by Python, which offlineimap evaluates. */
function fromCommand(host: string): string {
  const words = ['pass', 'show', `mail/${host}`].map(pythonString).join(', ')
  return `__import__('subprocess').check_output([${words}]).decode().rstrip('\\n')`
}

function signIn({ host, oauth }: Account): string[] {
  return oauth === undefined
    ? [`remotepasseval = ${fromCommand(host)}`]
    : ['auth_mechanisms = XOAUTH2', `oauth2_access_token_eval = ${fromCommand(host)}`]
}

function write(account: Account) {
  const { host, port, security, user, caFile, plan } = account
  checkOuterBlanks('OfflineIMAP', user)
  checkOuterBlanks('OfflineIMAP', caFile ?? '')
  const { local, remote } = archiveLines(account)
  const lines = [
    ...general(account),
    '',
    '[Repository mail-here]',
    'type = Maildir',
    'localfolders = ~/Mail',
    ...local,
    '',
    '[Repository mail-server]',
    'type = IMAP',
    `remotehost = ${interpolated(host)}`,
    `remoteport = ${port}`,
    `remoteuser = ${interpolated(user)}`,
    ...signIn(account),
    `ssl = ${security === 'tls' ? 'yes' : 'no'}`,
    `starttls = ${security === 'tls' ? 'no' : 'yes'}`,
    `sslcacertfile = ${caFile === undefined ? 'OS-DEFAULT' : interpolated(caFile)}`,
    ...remote,
    '',
  ]
  return {
    body: lines.join('\n'),
    carries: [
      'offline-store',
      ...(plan.archive ? ['archive-folder'] : ['special-folders']),
      'size-limit-kb',
      'check-every-minutes',
    ],
  }
}

/** OfflineIMAP for Python 3. */
export const offlineimap: Client = {
  id: 'offlineimap',
  title: 'OfflineIMAP',
  fileName: 'offlineimaprc',
  place: 'Save it as ~/.offlineimaprc and run: offlineimap -o',
  protocols: ['imap'],
  // With ssl = no it would go on in clear where the upgrade fails, and there is no setting against it.
  securities: ['tls'],
  oauth: ['imap'],
  mechanisms: ['XOAUTH2'],
  comment: 'hash',
  secret:
    'remotepasseval runs a command that prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: false,
  takesCaFile: true,
  write,
}
