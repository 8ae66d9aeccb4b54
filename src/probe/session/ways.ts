import type { SignInOptions } from '../options.js'
import type { Run } from '../run.js'
import { apopTimestamp } from '../sasl/apop.js'
import type { Credentials, Mechanism } from '../sasl/exchange.js'
import { mechanisms } from '../sasl/mechanisms.js'

/** One way to sign in, as the facts name it. */
export interface Way {
  name: string
  /** Absent: a command of the protocol's own. */
  mechanism?: Mechanism
}

const command = { imap: 'LOGIN command', pop3: 'USER/PASS' } as const

/** POP3's command of the digest (RFC 1939 section 7). */
export const apop = 'APOP'

/** The options of the sign-in; their absence is a bug in the order of the phases. */
export function signInOf({ options }: Run): SignInOptions {
  if (options.signIn === undefined) throw new Error('no credentials')
  return options.signIn
}

/** User and secret as they go on the wire. */
export function credentialsOf(run: Run, user = signInOf(run).user): Credentials {
  return { user, secret: signInOf(run).secret.reveal() }
}

/**
 * The ways that are offered and send no more than TLS protects, the one that works most surely first: PLAIN cannot fail
 * for the form in which passwords are stored.
 */
export function ordinaryWays(run: Run): Way[] {
  const offered = offeredBy(run)
  const from = (list: readonly Mechanism[]) => list.filter(({ name }) => offered.includes(name)).map(way)
  if (signInOf(run).kind === 'oauth-token') return from(mechanisms.token)
  const scram = fits(mechanisms.scram, run) ? [mechanisms.scram] : []
  const { announced, unannounced } = commandsOf(run)
  const ways = [...from([mechanisms.plain, ...scram]), ...announced, ...from([mechanisms.login])]
  return ways.length > 0 ? ways : unannounced
}

/** The strongest way beside those that say the password, if any is offered: often in vain (T068, T070). */
export function strongestWay(run: Run): Way | undefined {
  if (signInOf(run).kind === 'oauth-token') return undefined
  const offered = offeredBy(run)
  const listed = mechanisms.challenge.find(
    (mechanism) => offered.includes(mechanism.name) && fits(mechanism, run),
  )
  if (listed !== undefined) return way(listed)
  const { protocol } = run.endpoint
  return protocol === 'pop3' && apopTimestamp(run.greetingWords ?? '') !== undefined
    ? { name: apop }
    : undefined
}

/** Whether this way is one of those that prove the password without saying it. */
export function provesOnly({ name }: Way): boolean {
  return name === apop || mechanisms.challenge.some((mechanism) => mechanism.name === name)
}

function fits(mechanism: Mechanism, run: Run): boolean {
  return mechanism.fits?.(credentialsOf(run)) ?? true
}

function offeredBy(run: Run): string[] {
  return run.dialogue.sasl(run.heard.afterTls ?? [])
}

// Some POP3 servers know USER and do not list it, and those without CAPA list nothing.
function commandsOf({ endpoint, heard }: Run): { announced: Way[]; unannounced: Way[] } {
  const list = heard.afterTls ?? []
  const ways = [{ name: command[endpoint.protocol] }]
  const known = endpoint.protocol === 'imap' ? !list.includes('LOGINDISABLED') : list.includes('USER')
  if (known) return { announced: ways, unannounced: [] }
  return { announced: [], unannounced: endpoint.protocol === 'pop3' ? ways : [] }
}

function way(mechanism: Mechanism): Way {
  return { name: mechanism.name, mechanism }
}
