import type { Account, Client } from '../account.js'
import { authority, tomlString } from '../escape.js'

// Keys as of himalaya 2; version 1 had others.
const schemes = { tls: 's', starttls: '' } as const

/** himalaya wants exactly one mechanism; where the server lists none, PLAIN is the usual one. */
function passwordMechanism({ sasl }: Account): string {
  const offered = ['PLAIN', 'LOGIN', 'SCRAM-SHA-256'].find((name) => sasl.includes(name))
  return (offered ?? 'PLAIN').toLowerCase()
}

function signIn(service: 'imap' | 'smtp', account: Account): string[] {
  const { user, oauth, host } = account
  const mechanism = oauth?.toLowerCase() ?? (service === 'imap' ? passwordMechanism(account) : 'plain')
  const secret = oauth === undefined ? 'password' : 'token'
  return [
    `${service}.sasl.${mechanism}.username = ${tomlString(user)}`,
    `${service}.sasl.${mechanism}.${secret}.command = ["pass", "show", ${tomlString(`mail/${host}`)}]`,
  ]
}

function server(service: 'imap' | 'smtp', at: Pick<Account, 'host' | 'port' | 'security'>): string[] {
  return [
    `${service}.server = ${tomlString(`${service}${schemes[at.security]}://${authority(at)}`)}`,
    ...(at.security === 'starttls' ? [`${service}.starttls = true`] : []),
  ]
}

function write(account: Account) {
  const { user, caFile, outgoing } = account
  const lines = [
    '[accounts.mail]',
    'default = true',
    ...(user.includes('@') ? [`email = ${tomlString(user)}`] : []),
    ...server('imap', account),
    ...(caFile === undefined ? [] : [`imap.tls.cert = ${tomlString(caFile)}`]),
    ...signIn('imap', account),
    ...(outgoing === undefined ? [] : [...server('smtp', outgoing), ...signIn('smtp', account)]),
    '',
  ]
  return { body: lines.join('\n'), carries: [] }
}

/** himalaya, version 2. */
export const himalaya: Client = {
  id: 'himalaya',
  title: 'himalaya',
  fileName: 'config.toml',
  place: 'Save it as ~/.config/himalaya/config.toml, or add it to the one that is there.',
  protocols: ['imap'],
  securities: ['tls', 'starttls'],
  oauth: ['imap'],
  mechanisms: ['OAUTHBEARER', 'XOAUTH2'],
  comment: 'hash',
  secret: 'command is what prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: true,
  takesCaFile: true,
  write,
}
