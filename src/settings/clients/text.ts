import type { AdvisedSetting } from '../../model/index.js'
import type { Account, Client } from '../account.js'

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const
const encryptions = {
  tls: 'SSL/TLS from the start (not STARTTLS)',
  starttls: 'STARTTLS (not SSL/TLS)',
} as const

/** A value as it stands in a dialog. */
function valueText({ value, unit }: AdvisedSetting): string {
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  return unit === undefined ? text : `${text} ${unit}`
}

function write(account: Account) {
  const { protocol, host, port, security, user, oauth, outgoing, advised } = account
  const signIn = oauth === undefined ? 'password, sent inside TLS' : 'OAuth2; no password is taken'
  const rows: [string, string][] = [
    ['Account type', protocolNames[protocol]],
    ['Incoming server', host],
    ['Port', String(port)],
    ['Encryption', encryptions[security]],
    ['User name', user],
    ['Sign-in', signIn],
    ...(outgoing === undefined
      ? []
      : ([
          ['Outgoing server', `${outgoing.host} (not checked)`],
          ['Outgoing port', String(outgoing.port)],
          ['Outgoing encryption', encryptions[outgoing.security]],
        ] satisfies [string, string][])),
  ]
  const advice = advised
    .filter(({ id }) => id !== 'account-type')
    .map((setting): [string, string] => [setting.label, valueText(setting)])
  const longest = Math.max(...[...rows, ...advice].map(([label]) => label.length))
  const line = ([label, value]: [string, string]) => `${`${label}:`.padEnd(longest + 2)}${value}`
  const settings = advice.length === 0 ? [] : ['', 'Further settings:', '', ...advice.map(line)]
  return {
    body: [...rows.map(line), ...settings, ''].join('\n'),
    carries: advised.map(({ id }) => id),
  }
}

/** Values to type, for every program that takes no file: Outlook, the Gmail app, and others. */
export const text: Client = {
  id: 'text',
  title: 'Values to type (Outlook, Gmail app, any other)',
  fileName: 'mail-settings.txt',
  place: 'Type the values into the account dialog of the program.',
  protocols: ['imap', 'pop3'],
  securities: ['tls', 'starttls'],
  oauth: ['imap', 'pop3'],
  mechanisms: ['OAUTHBEARER', 'XOAUTH2'],
  comment: 'plain',
  secret: 'The program asks for it.',
  secretBy: 'asking',
  sends: true,
  takesCaFile: false,
  write,
}
