import type { GreetingStatus } from '../model/index.js'
import type { Connection } from '../net/index.js'

/** A greeting as either protocol gives it. */
export interface ParsedGreeting {
  status: GreetingStatus
  /** Response code, for example UNAVAILABLE. */
  code?: string
  /** Words for people; the whole line when the status is `other`. */
  words: string
  capabilities?: string[]
}

/** What a server said to one command. */
export interface Reply {
  ok: boolean
  code?: string
  words: string
}

/** What the phases need from a protocol before sign-in. */
export interface Dialogue {
  /** The line that ends the conversation. */
  goodbye(): string
  parseGreeting(line: string): ParsedGreeting
  /**
   * Asks for the capabilities.
   *
   * @param startTlsFollows true lets the command that starts TLS share the write, where the protocol permits it
   * @returns undefined when the server has no such command, which POP3 allows
   * @throws WireFailure `refused-by-server`, `malformed`, or what reading throws
   */
  capabilities(connection: Connection, startTlsFollows: boolean): Promise<string[] | undefined>
  /** Asks for TLS and reads the answer. */
  startTls(connection: Connection): Promise<Reply>
  /** SASL mechanisms in a capability list. */
  sasl(capabilities: readonly string[]): string[]
  /** What the capability list says about the software, if it does. */
  software(capabilities: readonly string[]): string | undefined
}
