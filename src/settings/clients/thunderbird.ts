import type { Account, Client, SafeOutgoing } from '../account.js'
import { xml } from '../escape.js'

const socketTypes = { tls: 'SSL', starttls: 'STARTTLS' } as const

/** The file serves a whole domain, so an address stands as the form that Thunderbird fills in. */
function userName({ user, userGiven }: Account): string {
  return !userGiven || user.includes('@') ? '%EMAILADDRESS%' : user
}

function server(
  type: string,
  at: Pick<SafeOutgoing, 'host' | 'port' | 'security'>,
  account: Account,
): string[] {
  return [
    `<hostname>${xml(at.host)}</hostname>`,
    `<port>${at.port}</port>`,
    `<socketType>${socketTypes[at.security]}</socketType>`,
    `<username>${xml(userName(account))}</username>`,
    `<authentication>${account.oauth === undefined ? 'password-cleartext' : 'OAuth2'}</authentication>`,
    ...(type === 'pop3' ? pop3(account) : []),
  ]
}

function pop3({ plan }: Account): string[] {
  const { leaveOnServer, leaveDays, checkMinutes } = plan
  const lines = [
    `<leaveMessagesOnServer>${leaveOnServer}</leaveMessagesOnServer>`,
    ...(leaveOnServer && leaveDays !== undefined
      ? [`<daysToLeaveMessagesOnServer>${leaveDays}</daysToLeaveMessagesOnServer>`]
      : []),
    '<downloadOnBiff>true</downloadOnBiff>',
    ...(checkMinutes === undefined ? [] : [`<checkInterval minutes="${checkMinutes}"/>`]),
  ]
  return ['<pop3>', ...lines.map((line) => `  ${line}`), '</pop3>']
}

const indented = (lines: readonly string[], depth: number) =>
  lines.map((line) => `${'  '.repeat(depth)}${line}`)

const noOutgoing = [
  '<!-- No outgoing server is known: put <outgoingServer type="smtp"> here, with the same elements',
  '     as above. Thunderbird does not take the file without one. -->',
]

function outgoingLines(account: Account): string[] {
  const { outgoing } = account
  if (outgoing === undefined) return noOutgoing
  return [
    '<outgoingServer type="smtp">',
    ...indented(server('smtp', outgoing, account), 1),
    '</outgoingServer>',
  ]
}

function write(account: Account) {
  const { protocol, domain, user, oauth } = account
  const lines = [
    '<clientConfig version="1.1">',
    `  <emailProvider id="${xml(domain)}">`,
    `    <domain>${xml(domain)}</domain>`,
    `    <displayName>${xml(domain)}</displayName>`,
    `    <incomingServer type="${protocol}">`,
    ...indented(server(protocol, account, account), 3),
    '    </incomingServer>',
    ...indented(outgoingLines(account), 2),
    '  </emailProvider>',
    '</clientConfig>',
    '',
  ]
  return {
    body: lines.join('\n'),
    notes: [
      ...(user.includes('@')
        ? []
        : [
            'The domain of the addresses is not known: put it in the place of the host name in emailProvider.',
          ]),
      ...(oauth === undefined
        ? []
        : ['Thunderbird can use OAuth only with providers whose sign-in page it knows.']),
    ],
    carries: protocol === 'pop3' ? ['leave-on-server', 'leave-on-server-days', 'check-every-minutes'] : [],
  }
}

/** Thunderbird's autoconfiguration, version 1.1 of the format (draft-ietf-mailmaint-autoconfig). */
export const thunderbird: Client = {
  id: 'thunderbird',
  title: 'Thunderbird (autoconfiguration)',
  fileName: 'config-v1.1.xml',
  place:
    'Serve it as https://autoconfig.DOMAIN/mail/config-v1.1.xml, or save it as isp/DOMAIN.xml in the folder where Thunderbird is installed.',
  protocols: ['imap', 'pop3'],
  securities: ['tls', 'starttls'],
  oauth: ['imap', 'pop3'],
  mechanisms: ['XOAUTH2'],
  comment: 'xml',
  prologue: '<?xml version="1.0" encoding="UTF-8"?>\n',
  secret: 'Thunderbird asks for it.',
  secretBy: 'asking',
  sends: true,
  takesCaFile: false,
  write,
}
