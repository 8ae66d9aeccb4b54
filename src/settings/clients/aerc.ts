import { UserError } from '../../model/index.js'
import type { Account, Client } from '../account.js'
import { authority, uriPart } from '../escape.js'

const schemes = { tls: 'imaps', starttls: 'imap' } as const
const outgoingSchemes = { tls: 'smtps', starttls: 'smtp' } as const

/** A plain address of RFC 5322 section 3.4.1, without the quoted form. */
const plainAddress = /^[\w!#$%&'*+/=?^`{|}~.-]+@[\w.-]+$/

/** aerc does not start without an address to write from. */
function writesFrom({ user, userGiven, domain }: Account): { address: string; guessed: boolean } {
  if (plainAddress.test(user)) return { address: user, guessed: !userGiven }
  const address = `${user}@${domain}`
  return { address: plainAddress.test(address) ? address : `you@${domain}`, guessed: true }
}

function write(account: Account) {
  const { security, user, oauth, plan, outgoing, host } = account
  if (oauth !== undefined && security === 'starttls') {
    throw new UserError('client-unfit', 'aerc can use OAuth over implicit TLS only, which was not confirmed')
  }
  const scheme = oauth === undefined ? schemes[security] : `imaps+${oauth.toLowerCase()}`
  const command = `pass show mail/${host}`
  const login = uriPart(user)
  const from = writesFrom(account)
  const lines = [
    '[mail]',
    `source = ${scheme}://${login}@${authority(account)}`,
    `source-cred-cmd = ${command}`,
    ...(outgoing === undefined
      ? []
      : [
          `outgoing = ${outgoingSchemes[outgoing.security]}://${login}@${authority(outgoing)}`,
          `outgoing-cred-cmd = ${command}`,
        ]),
    `from = ${from.address}`,
    'default = INBOX',
    ...(plan.specialFolders ? ['copy-to = Sent', 'postpone = Drafts'] : []),
    ...(plan.checkMinutes === undefined ? [] : [`check-mail = ${plan.checkMinutes}m`]),
    '',
  ]
  return {
    body: lines.join('\n'),
    carries: ['idle', 'special-folders', 'check-every-minutes'],
    notes: [
      from.guessed
        ? 'from is a guess: put your address there, and your name: Your Name <you@example.com>.'
        : 'from may have your name too: Your Name <you@example.com>.',
      ...(plan.specialFolders
        ? ['Sent and Drafts have the names that most servers use: put those of your server there.']
        : []),
    ],
  }
}

/** aerc. */
export const aerc: Client = {
  id: 'aerc',
  title: 'aerc',
  fileName: 'accounts.conf',
  place: 'Save it as ~/.config/aerc/accounts.conf with mode 600, or add it to the one that is there.',
  protocols: ['imap'],
  securities: ['tls', 'starttls'],
  oauth: ['imap'],
  mechanisms: ['OAUTHBEARER', 'XOAUTH2'],
  comment: 'hash',
  secret:
    'source-cred-cmd is a command that prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: true,
  takesCaFile: false,
  write,
}
