import { randomInt } from 'node:crypto'
import { type Connection, failed } from '../net/index.js'
import type { Dialogue, ParsedGreeting, Reply } from './dialogue.js'
import { capabilitiesOf, imapSasl, parseImapGreeting, readImapAnswer } from './imap-protocol.js'

const capabilityAnswer = 'answer to CAPABILITY'

/** IMAP before sign-in (RFC 9051). */
export class ImapDialogue implements Dialogue {
  // Not to be guessed, so that an answer sent ahead of the command is never taken for the answer.
  readonly #tagPrefix = `m${randomInt(36 ** 4).toString(36)}`
  #tagCount = 0
  #startTlsTag: string | undefined

  goodbye(): string {
    return `${this.#tag()} LOGOUT`
  }

  parseGreeting(line: string): ParsedGreeting {
    const greeting = parseImapGreeting(line)
    const capabilities = capabilitiesOf(greeting)
    const { status, code, words } = greeting
    if (code === undefined) return { status, words }
    return capabilities === undefined ? { status, code, words } : { status, words, capabilities }
  }

  async capabilities(connection: Connection, startTlsFollows: boolean): Promise<string[]> {
    this.#refuseUnasked(connection)
    const tag = this.#tag()
    const lines = [`${tag} CAPABILITY`]
    if (startTlsFollows) {
      // One round trip less. No command may follow STARTTLS, but others may come before it (RFC 9051 section 6.2.1).
      this.#startTlsTag = this.#tag()
      lines.push(`${this.#startTlsTag} STARTTLS`)
    }
    connection.send(...lines)
    const answer = await readImapAnswer(connection, tag, capabilityAnswer)
    const details = { code: answer.code, serverText: connection.text(answer.words) }
    if (answer.status !== 'OK') throw failed('refused-by-server', 'CAPABILITY was refused', details)
    if (answer.capabilities === undefined)
      throw failed('malformed', 'CAPABILITY was answered without a list', details)
    return answer.capabilities
  }

  async startTls(connection: Connection): Promise<Reply> {
    let tag = this.#startTlsTag
    if (tag === undefined) {
      this.#refuseUnasked(connection)
      tag = this.#tag()
      connection.send(`${tag} STARTTLS`)
    } else {
      connection.startStep()
    }
    this.#startTlsTag = undefined
    const { status, code, words } = await readImapAnswer(connection, tag, 'answer to STARTTLS')
    return { ok: status === 'OK', words, ...(code !== undefined && { code }) }
  }

  sasl(capabilities: readonly string[]): string[] {
    return imapSasl(capabilities)
  }

  software(): undefined {
    return undefined
  }

  // Before the first command only: later the server may say things of its own accord.
  #refuseUnasked(connection: Connection): void {
    if (this.#tagCount === 0 && !connection.insideTls) connection.refuseLeftOver('before a command was sent')
  }

  #tag(): string {
    this.#tagCount += 1
    return `${this.#tagPrefix}${this.#tagCount}`
  }
}
