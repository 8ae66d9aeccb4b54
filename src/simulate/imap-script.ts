import type { SimulatedAccount } from '../model/index.js'
import { type ImapArgument, type ImapCommand, readImapCommand } from './imap-command.js'
import { type ImapHandler, type ImapSession, mailboxCommands } from './imap-mailbox.js'
import { authenticate, speaksMechanism } from './sasl.js'
import { accountFor, capabilitiesOf, type Dialogue, offers, type Session, stateOf } from './session.js'

const privacyRequired =
  'NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.'
const unknownCommand = 'BAD Error in IMAP command received by server.'

/** Commands of every state and those before signing in; the others are in imap-mailbox.ts. */
const commands: Record<string, ImapHandler> = {
  CAPABILITY: {
    async run(session) {
      await session.connection.line(`* CAPABILITY ${capabilitiesOf(session).join(' ')}`)
      return 'OK Capability completed.'
    },
  },
  NOOP: { run: async () => 'OK NOOP completed.' },
  LOGOUT: {
    async run(session) {
      await session.connection.line('* BYE Logging out')
      session.over = true
      return 'OK Logout completed.'
    },
  },
  ID: {
    needs: 'ID',
    async run(session) {
      await session.connection.line('* ID ("name" "Simulated mail server")')
      return 'OK ID completed.'
    },
  },
  STARTTLS: { run: startTls },
  LOGIN: { when: 'signed-out', run: (session, { args }) => login(session, args) },
  AUTHENTICATE: { when: 'signed-out', run: (session, command) => sasl(session, command) },
  ...mailboxCommands,
}

/** How a healthy IMAP server talks. */
export function imapDialogue(base: Session): Dialogue {
  const session: ImapSession = Object.assign(base, { selected: undefined })
  return {
    greet: () => greet(session),
    next: () => readImapCommand(session.connection),
    async answer(command) {
      const completion = await run(session, command as ImapCommand)
      if (completion !== undefined) await session.connection.line(`${command.tag} ${completion}`)
    },
    refuseTooLong: () => session.connection.line('* BYE Too long command line.'),
  }
}

async function run(session: ImapSession, command: ImapCommand): Promise<string | undefined> {
  const handler = Object.hasOwn(commands, command.verb) ? commands[command.verb] : undefined
  if (!handler || (handler.needs && !offers(session, handler.needs))) return unknownCommand
  if (handler.when === 'signed-in' && !session.account) return 'BAD Please login first.'
  if (handler.when === 'signed-out' && session.account) return 'BAD Already logged in.'
  return handler.run(session, command)
}

async function greet(session: ImapSession): Promise<void> {
  const { greeting, accounts } = session.script
  const status = /^\* (\S+)/.exec(greeting)?.[1]?.toUpperCase()
  if (status === 'PREAUTH') session.account = accounts[0]
  const code = status === 'BYE' ? '' : capabilityCode(session)
  await session.connection.line(greeting.replace(/^(\* \S+ )(?!\[)/, `$1${code}`))
  // RFC 3501 section 7.1.5: a greeting of BYE is followed by the close of the connection.
  if (status === 'BYE') session.over = true
}

/** The response code that saves clients from asking (RFC 3501 section 7.1), with a space behind it. */
function capabilityCode(session: ImapSession): string {
  return session.script.greetingCapabilities ? `[CAPABILITY ${capabilitiesOf(session).join(' ')}] ` : ''
}

async function startTls(session: ImapSession, { tag }: ImapCommand): Promise<string | undefined> {
  if (session.connection.insideTls) return 'BAD TLS is already active.'
  if (stateOf(session) !== 'before-tls' || !offers(session, 'STARTTLS')) return unknownCommand
  await session.connection.line(`${tag} OK Begin TLS negotiation now.`)
  await session.connection.startTls(session.tls)
  return undefined
}

async function login(session: ImapSession, [user, password]: ImapArgument[]): Promise<string> {
  if (offers(session, 'LOGINDISABLED')) return privacyRequired
  if (typeof user !== 'string' || typeof password !== 'string') return 'BAD Missing arguments.'
  return signIn(session, accountFor(session, user, password))
}

async function sasl(session: ImapSession, { args }: ImapCommand): Promise<string> {
  const [name = '', initial] = args.map(String)
  const mechanism = name.toUpperCase()
  if (!offers(session, `AUTH=${mechanism}`) || !speaksMechanism(mechanism)) {
    return offers(session, 'LOGINDISABLED') ? privacyRequired : 'NO Unsupported authentication mechanism.'
  }
  if (initial !== undefined && !offers(session, 'SASL-IR')) return 'BAD Initial response not supported.'
  const ask = async (challenge: string) => {
    await session.connection.line(`+ ${challenge}`)
    return session.connection.readLine()
  }
  const outcome = await authenticate(mechanism, { initial, ask, accounts: session.script.accounts })
  if (outcome === 'cancelled') return 'BAD Authentication aborted by client.'
  if (outcome === 'malformed') return 'BAD Invalid SASL response.'
  return signIn(session, outcome === 'refused' ? undefined : outcome)
}

function signIn(session: ImapSession, account: SimulatedAccount | undefined): string {
  if (!account) return 'NO [AUTHENTICATIONFAILED] Authentication failed.'
  session.account = account
  return `OK ${capabilityCode(session)}Logged in`
}
