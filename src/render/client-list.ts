import type { Protocol, SettingsClient } from '../model/index.js'
import { Page, type RenderOptions } from './page.js'

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const
const securityNames = { tls: 'TLS', starttls: 'STARTTLS' } as const

const names = (protocols: readonly Protocol[]) =>
  protocols.map((protocol) => protocolNames[protocol]).join(' and ')

/** What a format can express, in a few words. */
export function clientAbilities({ protocols, securities, oauth }: SettingsClient): string {
  const parts = [
    names(protocols),
    securities.map((security) => securityNames[security]).join(' or '),
    ...(oauth.length > 0 ? [oauth.length < protocols.length ? `OAuth (${names(oauth)})` : 'OAuth'] : []),
  ]
  return parts.join(', ')
}

/** The mail programs that there is a settings file for, for a terminal. */
export function clientList(clients: readonly SettingsClient[], options: RenderOptions): string {
  const page = new Page(options)
  const longest = Math.max(...clients.map(({ id }) => id.length))
  for (const client of clients) {
    page.item(`${client.id.padEnd(longest)}  `, `${client.title}: ${clientAbilities(client)}`)
  }
  return page.toString()
}
