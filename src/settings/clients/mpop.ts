import type { Account, Client } from '../account.js'

const methods = { OAUTHBEARER: 'oauthbearer', XOAUTH2: 'xoauth2' } as const

/** mpop takes off one pair of quotes and knows no escapes: what stands between them is the value. */
const between = (text: string) => `"${text}"`

function write({ host, port, security, user, caFile, oauth, plan }: Account) {
  const lines = [
    'account default',
    `host ${host}`,
    `port ${port}`,
    'tls on',
    `tls_starttls ${security === 'tls' ? 'off' : 'on'}`,
    ...(caFile === undefined ? [] : [`tls_trust_file ${between(caFile)}`]),
    `auth ${oauth === undefined ? 'on' : methods[oauth]}`,
    `user ${between(user)}`,
    `passwordeval ${between(`pass show mail/${host}`)}`,
    'only_new on',
    `keep ${plan.leaveOnServer ? 'on' : 'off'}`,
    ...(plan.sizeLimitKb === undefined ? [] : [`skipsize ${plan.sizeLimitKb}k`]),
    'uidls_file ~/.mpop_uidls/%U_at_%H',
    'delivery maildir ~/Mail',
    '',
  ]
  return { body: lines.join('\n'), carries: ['leave-on-server', 'size-limit-kb'] }
}

/** mpop 1.4. */
export const mpop: Client = {
  id: 'mpop',
  title: 'mpop',
  fileName: 'mpoprc',
  place:
    'Save it as ~/.mpoprc, make the folders ~/.mpop_uidls, ~/Mail/cur, ~/Mail/new and ~/Mail/tmp, and run: mpop',
  protocols: ['pop3'],
  securities: ['tls', 'starttls'],
  oauth: ['pop3'],
  mechanisms: ['OAUTHBEARER', 'XOAUTH2'],
  comment: 'hash',
  secret: 'passwordeval is a command that prints it: put yours there, for example one that asks a keyring.',
  secretBy: 'command',
  sends: false,
  takesCaFile: true,
  write,
}
