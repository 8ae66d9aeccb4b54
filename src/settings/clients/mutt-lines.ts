import type { Account } from '../account.js'
import { authority, muttString, uriPart } from '../escape.js'

/** The names that differ between the two programs. */
export interface MuttNames {
  spoolFile: 'spoolfile' | 'spool_file'
  popInterval: 'pop_checkinterval' | 'pop_check_interval'
}

type Variable = [name: string, value: string | number]

const set = ([name, value]: Variable) =>
  `set ${name}=${typeof value === 'number' ? value : muttString(value)}`

/** The output of a command as the value. Inside quotes it is taken as it comes; outside it would be parsed again. */
const fromCommand = (name: string, host: string) => `set ${name}="\`pass show mail/${host}\`"`

function secret(kind: 'imap' | 'pop', { host, oauth }: Account): string[] {
  if (oauth === undefined) return [fromCommand(`${kind}_pass`, host)]
  return [
    set([`${kind}_authenticators`, oauth.toLowerCase()]),
    set([`${kind}_oauth_refresh_command`, `pass show mail/${host}`]),
  ]
}

function tls({ security, caFile }: Account): string[] {
  return [
    'set ssl_force_tls=yes',
    ...(security === 'starttls' ? ['set ssl_starttls=yes'] : []),
    ...(caFile === undefined ? [] : [set(['ssl_ca_certificates_file', caFile])]),
  ]
}

function imap(account: Account, names: MuttNames): string[] {
  const { security, user, plan } = account
  const url = `${security === 'tls' ? 'imaps' : 'imap'}://${authority(account)}/`
  return [
    set(['imap_user', user]),
    ...secret('imap', account),
    set(['folder', url]),
    set([names.spoolFile, '+INBOX']),
    ...(plan.idle ? ['set imap_idle=yes'] : []),
    ...(plan.specialFolders
      ? [set(['record', '+Sent']), set(['postponed', '+Drafts']), set(['trash', '+Trash'])]
      : []),
    ...(plan.offlineStore
      ? [set(['header_cache', '~/.cache/mutt/headers']), set(['message_cachedir', '~/.cache/mutt/messages'])]
      : []),
  ]
}

function pop(account: Account, names: MuttNames): string[] {
  const { security, user, plan } = account
  return [
    set(['pop_host', `${security === 'tls' ? 'pops' : 'pop'}://${authority(account)}`]),
    set(['pop_user', user]),
    ...secret('pop', account),
    `set pop_delete=${plan.leaveOnServer ? 'no' : 'yes'}`,
    ...(plan.checkMinutes === undefined ? [] : [set([names.popInterval, plan.checkMinutes * 60])]),
    set(['folder', '~/Mail']),
    set([names.spoolFile, '~/Mail/inbox']),
    set(['mbox_type', 'mbox']),
  ]
}

function outgoing({ outgoing: server, user }: Account): string[] {
  if (server === undefined) return []
  const scheme = server.security === 'tls' ? 'smtps' : 'smtp'
  return [set(['smtp_url', `${scheme}://${uriPart(user)}@${authority(server)}/`])]
}

/** The lines of mutt and its descendant, which differ in a few names only. */
export function muttDraft(account: Account, names: MuttNames) {
  const isImap = account.protocol === 'imap'
  const lines = [
    ...(isImap ? imap(account, names) : pop(account, names)),
    ...tls(account),
    ...outgoing(account),
    '',
  ]
  const carries = isImap ? ['idle', 'special-folders'] : ['leave-on-server', 'check-every-minutes']
  const folders =
    'Sent, Drafts and Trash have the names that most servers use: put those of your server there.'
  const cache =
    'The cache speeds reading up and needs the folder ~/.cache/mutt; it cannot be read without a connection.'
  return {
    body: lines.join('\n'),
    carries,
    notes: [
      ...(isImap
        ? []
        : ['Make the folder ~/Mail and in it the empty file inbox, to which the mail is fetched.']),
      ...(isImap && account.plan.specialFolders ? [folders] : []),
      ...(isImap && account.plan.offlineStore ? [cache] : []),
    ],
  }
}
