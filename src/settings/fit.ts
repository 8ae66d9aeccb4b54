import { type Protocol, UserError } from '../model/index.js'
import type { Account, Client } from './account.js'
import type { Confirmed } from './confirmed.js'

const protocolNames = { imap: 'IMAP', pop3: 'POP3' } as const
const securityNames = { tls: 'TLS from the start', starttls: 'STARTTLS' } as const

/** The endpoint that a file is written for, and the OAuth mechanism where the server takes no passwords. */
export interface Fitting {
  confirmed: Confirmed
  oauth: Account['oauth']
}

/** What decides whether a format fits. */
export interface Need {
  protocol: Protocol
  /** Confirmed endpoints of that protocol, best first; at least one. */
  confirmed: readonly Confirmed[]
  /** The provider is known to refuse passwords, whatever the server announces. */
  oauthOnly: boolean
}

/** Whether a sign-in has to go by OAuth: no way with a password, and a way with a token. */
function needsOauth({ takesPasswords, oauth }: Confirmed, { oauthOnly }: Need): boolean {
  return oauth.length > 0 && (!takesPasswords || oauthOnly)
}

/** The mechanism that both sides have, where one is needed. */
function mechanismFor(client: Client, { endpoint, oauth }: Confirmed): Account['oauth'] {
  if (!client.oauth.includes(endpoint.protocol)) return undefined
  return oauth.find((name) => client.mechanisms.includes(name))
}

function fits(client: Client, one: Confirmed, need: Need): boolean {
  const { security } = one.endpoint
  const canSignIn = !needsOauth(one, need) || mechanismFor(client, one) !== undefined
  return client.securities.includes(security) && canSignIn
}

/** Why a format does not fit, in one sentence; undefined when it does. */
function misfit(client: Client, need: Need): string | undefined {
  const { protocol, confirmed } = need
  if (!client.protocols.includes(protocol)) {
    return `${client.title} cannot do ${protocolNames[protocol]}, which the set-up asks for`
  }
  const secured = confirmed.filter(({ endpoint }) => client.securities.includes(endpoint.security))
  if (secured.length === 0) {
    const can = client.securities.map((security) => securityNames[security]).join(' and ')
    return `${client.title} can be told only ${can}, and no such ${protocolNames[protocol]} endpoint was confirmed`
  }
  if (secured.some((one) => fits(client, one, need))) return undefined
  return `The server takes no passwords, and the file of ${client.title} cannot carry a sign-in with OAuth`
}

/**
 * The confirmed endpoint that a format can express.
 *
 * @throws UserError when there is none, with the formats that can
 */
export function fitting(client: Client, need: Need, all: readonly Client[]): Fitting {
  const why = misfit(client, need)
  const confirmed = need.confirmed.find((one) => fits(client, one, need))
  if (why === undefined && confirmed !== undefined) {
    const oauth = needsOauth(confirmed, need) ? mechanismFor(client, confirmed) : undefined
    return { confirmed, oauth }
  }
  const able = all.filter((other) => misfit(other, need) === undefined).map(({ id }) => id)
  throw new UserError('client-unfit', why ?? `${client.title} does not fit`, {
    hint: `These can: ${able.join(', ')}.`,
  })
}
