import type { Account, Client, SafeOutgoing } from '../account.js'
import { xml } from '../escape.js'

const accountTypes = { imap: 'EmailTypeIMAP', pop3: 'EmailTypePOP' } as const

type Value = string | number | boolean
type Entry = [key: string, value: Value]

function element(value: Value): string {
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>'
  return typeof value === 'number' ? `<integer>${value}</integer>` : `<string>${xml(value)}</string>`
}

function entries(list: readonly Entry[], depth: number): string[] {
  const indent = '\t'.repeat(depth)
  return list.flatMap(([key, value]) => [`${indent}<key>${key}</key>`, `${indent}${element(value)}`])
}

/** FNV-1a, 32 bits: spreads a text over the digits of an identifier. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (const sign of new TextEncoder().encode(text)) value = Math.imul(value ^ sign, 0x01000193) >>> 0
  return value.toString(16).padStart(8, '0')
}

/** The same account gets the same identifier each time, so that a new profile replaces the old one: RFC 9562 section 5.8. */
function uuid(text: string): string {
  const digits = ['a', 'b', 'c', 'd'].map((part) => hash(`${part} ${text}`)).join('')
  const groups = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ]
  return groups.join('-').toUpperCase()
}

function outgoingEntries(outgoing: SafeOutgoing, { user, userGiven }: Account): Entry[] {
  return [
    ['OutgoingMailServerAuthentication', 'EmailAuthPassword'],
    ['OutgoingMailServerHostName', outgoing.host],
    ['OutgoingMailServerPortNumber', outgoing.port],
    ['OutgoingMailServerUseSSL', true],
    ...(userGiven ? [['OutgoingMailServerUsername', user] satisfies Entry] : []),
    ['OutgoingPasswordSameAsIncomingPassword', true],
  ]
}

const noOutgoing = [
  '\t\t\t<!-- No outgoing server is known: OutgoingMailServerHostName and',
  '\t\t\tOutgoingMailServerAuthentication must be put here; the profile is not taken without them. -->',
]

function write(account: Account) {
  const { protocol, host, port, user, userGiven, outgoing, domain } = account
  const identifier = `mailadvise.${protocol}.${host.replaceAll(':', '-')}`
  const mail: Entry[] = [
    ['EmailAccountDescription', domain],
    ['EmailAccountType', accountTypes[protocol]],
    ...(userGiven && user.includes('@') ? [['EmailAddress', user] satisfies Entry] : []),
    ['IncomingMailServerAuthentication', 'EmailAuthPassword'],
    ['IncomingMailServerHostName', host],
    ['IncomingMailServerPortNumber', port],
    ['IncomingMailServerUseSSL', true],
    // The device asks for what is missing.
    ...(userGiven ? [['IncomingMailServerUsername', user] satisfies Entry] : []),
  ]
  const payload: Entry[] = [
    ['PayloadDisplayName', `Mail for ${domain}`],
    ['PayloadIdentifier', `${identifier}.account`],
    ['PayloadType', 'com.apple.mail.managed'],
    ['PayloadUUID', uuid(`account ${protocol} ${host} ${port} ${user}`)],
    ['PayloadVersion', 1],
  ]
  const profile: Entry[] = [
    ['PayloadDisplayName', `Mail for ${domain}`],
    ['PayloadIdentifier', identifier],
    ['PayloadType', 'Configuration'],
    ['PayloadUUID', uuid(`profile ${protocol} ${host} ${port} ${user}`)],
    ['PayloadVersion', 1],
  ]
  const lines = [
    '<plist version="1.0">',
    '<dict>',
    '\t<key>PayloadContent</key>',
    '\t<array>',
    '\t\t<dict>',
    ...entries(mail, 3),
    ...(outgoing === undefined ? noOutgoing : entries(outgoingEntries(outgoing, account), 3)),
    ...entries(payload, 3),
    '\t\t</dict>',
    '\t</array>',
    ...entries(profile, 1),
    '</dict>',
    '</plist>',
    '',
  ]
  return {
    body: lines.join('\n'),
    carries: [],
    notes: ['The profile is not signed, and the device says so when it is installed.'],
  }
}

const doctype =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'

/** Apple's configuration profile with a mail account, for iOS, iPadOS and macOS. */
export const apple: Client = {
  id: 'apple',
  title: 'Apple Mail (configuration profile)',
  fileName: 'mail.mobileconfig',
  place: 'Open it on the iPhone, iPad or Mac, then install it in the system settings.',
  protocols: ['imap', 'pop3'],
  // The profile has one switch for encryption and does not say which kind it means.
  securities: ['tls'],
  oauth: [],
  mechanisms: [],
  comment: 'xml',
  prologue: `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}`,
  secret: 'The device asks for it.',
  secretBy: 'asking',
  sends: true,
  takesCaFile: false,
  write,
}
