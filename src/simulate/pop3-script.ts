import type { SimulatedAccount } from '../model/index.js'
import { foldersOf, messageText } from './healthy.js'
import { apopDigest, authenticate, speaksMechanism } from './sasl.js'
import {
  accountFor,
  type Command,
  capabilitiesOf,
  type Dialogue,
  offers,
  type Session,
  stateOf,
} from './session.js'

/** A POP3 session: USER comes before PASS. */
interface Pop3Session extends Session {
  user: string | undefined
}

/** Answers a command with one line, or with several ending in a dot. */
interface Pop3Handler {
  /** Capability without which the command is unknown: RFC 1939 section 7 makes it optional. */
  needs?: string
  /** State that the command belongs to; absent: any. */
  when?: 'signed-in' | 'signed-out'
  run(session: Pop3Session, args: string[]): Promise<string | string[] | undefined>
}

const privacyRequired = '-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.'
const unknownCommand = '-ERR Unknown command.'
const noMessage = "-ERR There's no such message."

const commands: Record<string, Pop3Handler> = {
  CAPA: { run: async (session) => ['+OK', ...capabilitiesOf(session)] },
  NOOP: { when: 'signed-in', run: async () => '+OK' },
  RSET: { when: 'signed-in', run: async () => '+OK' },
  QUIT: {
    async run(session) {
      session.over = true
      return '+OK Logging out.'
    },
  },
  STLS: { run: startTls },
  USER: { when: 'signed-out', run: takeUser },
  PASS: { when: 'signed-out', run: takePassword },
  AUTH: { when: 'signed-out', run: sasl },
  APOP: { when: 'signed-out', run: apop },
  STAT: {
    when: 'signed-in',
    run: async (session) => {
      const sizes = messageSizes(session)
      return `+OK ${sizes.length} ${sizes.reduce((total, size) => total + size, 0)}`
    },
  },
  LIST: { when: 'signed-in', run: (session, args) => listing(session, args, (_number, size) => `${size}`) },
  UIDL: { needs: 'UIDL', when: 'signed-in', run: (session, args) => listing(session, args, uniqueId) },
  TOP: { needs: 'TOP', when: 'signed-in', run: top },
  RETR: { when: 'signed-in', run: top },
}

/** How a healthy POP3 server talks. */
export function pop3Dialogue(base: Session): Dialogue {
  const session: Pop3Session = Object.assign(base, { user: undefined })
  return {
    async greet() {
      await session.connection.line(session.script.greeting)
      if (session.script.greeting.startsWith('-ERR')) session.over = true
    },
    async next() {
      const text = await session.connection.readLine()
      return text === undefined ? undefined : { tag: '', text }
    },
    answer: (command) => answer(session, command),
    refuseTooLong: () => session.connection.line('-ERR Too long command line.'),
  }
}

async function answer(session: Pop3Session, { text }: Command): Promise<void> {
  const [verb = '', ...args] = text.split(' ')
  const reply = await run(session, verb.toUpperCase(), args)
  if (typeof reply === 'string') await session.connection.line(reply)
  // RFC 1939 section 3: a line that begins with the termination octet gets a second one.
  else if (reply) await session.connection.lines([...reply.map((line) => line.replace(/^\./, '..')), '.'])
}

async function run(session: Pop3Session, verb: string, args: string[]) {
  const handler = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (!handler || (handler.needs && !offers(session, handler.needs))) return unknownCommand
  if (handler.when === 'signed-in' && !session.account) return unknownCommand
  if (handler.when === 'signed-out' && session.account) return unknownCommand
  return handler.run(session, args)
}

async function startTls(session: Pop3Session): Promise<string | undefined> {
  if (session.connection.insideTls) return '-ERR TLS is already active.'
  if (stateOf(session) !== 'before-tls' || !offers(session, 'STLS')) return unknownCommand
  await session.connection.line('+OK Begin TLS negotiation now.')
  await session.connection.startTls(session.tls)
  return undefined
}

async function takeUser(session: Pop3Session, args: string[]): Promise<string> {
  if (!offers(session, 'USER')) return session.connection.insideTls ? unknownCommand : privacyRequired
  session.user = args.join(' ')
  return '+OK'
}

/** A password may hold spaces: everything behind the command belongs to it (RFC 1939 section 7). */
async function takePassword(session: Pop3Session, args: string[]): Promise<string> {
  const { user } = session
  if (user === undefined) return '-ERR No username given.'
  session.user = undefined
  return signIn(session, accountFor(session, user, args.join(' ')))
}

/** RFC 5034. Initial responses always belong to it, unlike in IMAP. */
async function sasl(session: Pop3Session, [name = '', initial]: string[]): Promise<string> {
  const mechanism = name.toUpperCase()
  if (!mechanismsOf(session).includes(mechanism) || !speaksMechanism(mechanism)) {
    return session.connection.insideTls ? '-ERR Unsupported authentication mechanism.' : privacyRequired
  }
  const ask = async (challenge: string) => {
    await session.connection.line(`+ ${challenge}`)
    return session.connection.readLine()
  }
  const outcome = await authenticate(mechanism, { initial, ask, accounts: session.script.accounts })
  if (outcome === 'cancelled') return '-ERR Authentication aborted by client.'
  if (outcome === 'malformed') return '-ERR Invalid SASL response.'
  return signIn(session, outcome === 'refused' ? undefined : outcome)
}

/** RFC 1939 section 7: offered by the timestamp in the greeting, and by nothing else. */
async function apop(session: Pop3Session, [user = '', digest = '']: string[]): Promise<string> {
  const [timestamp] = /<[^\s<>@]+@[^\s<>@]+>/.exec(session.script.greeting) ?? []
  if (timestamp === undefined) return unknownCommand
  const account = session.script.accounts.find((one) => one.user === user)
  const proven = account !== undefined && digest === apopDigest(timestamp, account.password)
  return signIn(session, proven ? account : undefined)
}

function mechanismsOf(session: Pop3Session): string[] {
  const line = capabilitiesOf(session).find((capability) => /^sasl( |$)/i.test(capability))
  return line?.toUpperCase().split(' ').slice(1) ?? []
}

function signIn(session: Pop3Session, account: SimulatedAccount | undefined): string {
  if (account) {
    session.account = account
    return '+OK Logged in.'
  }
  return offers(session, 'AUTH-RESP-CODE')
    ? '-ERR [AUTH] Authentication failed.'
    : '-ERR Authentication failed.'
}

function messageSizes(session: Pop3Session): number[] {
  const inbox = session.account && foldersOf(session.account).find((folder) => folder.name === 'INBOX')
  return Array.from({ length: inbox?.messages ?? 0 }, (_, index) => Buffer.byteLength(messageText(index + 1)))
}

function uniqueId(number: number): string {
  return number.toString(16).padStart(16, '0')
}

/** LIST and UIDL: all messages, or the one that is asked for. */
async function listing(
  session: Pop3Session,
  [asked]: string[],
  column: (number: number, size: number) => string,
): Promise<string | string[]> {
  const rows = messageSizes(session).map((size, index) => `${index + 1} ${column(index + 1, size)}`)
  if (!asked) return ['+OK', ...rows]
  const row = rows[Number(asked) - 1]
  return row === undefined ? noMessage : `+OK ${row}`
}

/** TOP gives the header and so many lines of the body; RETR, without that number, all of it. */
async function top(session: Pop3Session, [asked, wanted]: string[]): Promise<string | string[]> {
  const number = Number(asked)
  if (messageSizes(session)[number - 1] === undefined) return noMessage
  const lines = messageText(number).split('\r\n').slice(0, -1)
  const header = lines.indexOf('') + 1
  return ['+OK', ...(wanted === undefined ? lines : lines.slice(0, header + (Number(wanted) || 0)))]
}
