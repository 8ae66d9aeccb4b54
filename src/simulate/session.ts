import type { ScriptedReply, SessionState, SimulatedAccount } from '../model/index.js'
import type { Connection } from './connection.js'
import type { EndpointScript } from './healthy.js'
import type { TlsServerOptions } from './tls-options.js'

/** One command as a client sent it. */
export interface Command {
  /** IMAP's tag; empty in POP3. */
  tag: string
  /** The command without its tag. */
  text: string
}

/** What both protocols keep for one connection. */
export interface Session {
  readonly connection: Connection
  readonly script: EndpointScript
  readonly tls: TlsServerOptions
  /** Who is signed in. */
  account: SimulatedAccount | undefined
  /** No more commands are read; the connection is closed. */
  over: boolean
}

/** The ordinary behaviour of one protocol. */
export interface Dialogue {
  /** Sends the greeting. */
  greet(): Promise<void>
  /** Reads the next command; undefined at the end of input. */
  next(): Promise<Command | undefined>
  /** Answers a command as a healthy server does. */
  answer(command: Command): Promise<void>
  /** Complains about a line that is longer than the limit. */
  refuseTooLong(): Promise<void>
}

/** Where in its life a session is, in the words that scenarios use. */
export function stateOf(session: Session): SessionState {
  if (session.account) return 'after-login'
  return session.connection.insideTls ? 'after-tls' : 'before-tls'
}

/** The capabilities that hold right now. */
export function capabilitiesOf(session: Session): string[] {
  return session.script.capabilities[stateOf(session)]
}

/** Whether a capability holds right now; names are compared without case. */
export function offers(session: Session, capability: string): boolean {
  return capabilitiesOf(session).some((name) => name.toUpperCase() === capability)
}

/** The account with this name and password, if there is one. */
export function accountFor(session: Session, user: string, password: string): SimulatedAccount | undefined {
  return session.script.accounts.find((account) => account.user === user && account.password === password)
}

/** Picks the scripted reply to a command, if one fits. Made once per connection, because it counts. */
export function replyPicker(session: Session): (command: Command) => ScriptedReply | undefined {
  const fitted = new Map<ScriptedReply, number>()
  return (command) =>
    session.script.replies.find((reply) => {
      if (!fits(reply, command, stateOf(session))) return false
      const before = fitted.get(reply) ?? 0
      fitted.set(reply, before + 1)
      return before >= (reply.after ?? 0)
    })
}

function fits(reply: ScriptedReply, command: Command, state: SessionState): boolean {
  if (reply.state !== undefined && reply.state !== state) return false
  const text = command.text.toUpperCase()
  return reply.to === '*' || text === reply.to || text.startsWith(`${reply.to} `)
}
