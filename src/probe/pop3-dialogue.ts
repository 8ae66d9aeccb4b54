import type { Connection } from '../net/index.js'
import type { Dialogue, ParsedGreeting, Reply } from './dialogue.js'
import {
  addPop3Capability,
  parsePop3Greeting,
  pop3Sasl,
  readPop3Lines,
  readPop3Status,
} from './pop3-protocol.js'

const unasked = 'before a command was sent'

/** POP3 before sign-in (RFC 1939, RFC 2449, RFC 2595). */
export class Pop3Dialogue implements Dialogue {
  goodbye(): string {
    return 'QUIT'
  }

  parseGreeting(line: string): ParsedGreeting {
    return parsePop3Greeting(line)
  }

  /** STLS never shares the write: that takes PIPELINING (RFC 2449 section 6.6), which only this answer could announce. */
  async capabilities(connection: Connection): Promise<string[] | undefined> {
    connection.refuseLeftOver(unasked)
    connection.send('CAPA')
    return readCapa(connection)
  }

  async startTls(connection: Connection): Promise<Reply> {
    connection.refuseLeftOver(unasked)
    connection.send('STLS')
    return readPop3Status(connection, 'answer to STLS')
  }

  sasl(capabilities: readonly string[]): string[] {
    return pop3Sasl(capabilities)
  }

  software(capabilities: readonly string[]): string | undefined {
    return capabilities.find((line) => line.startsWith('IMPLEMENTATION '))?.slice('IMPLEMENTATION '.length)
  }
}

/** Reads the answer to CAPA; undefined when the server does not know the command, as RFC 1939 alone does not. */
export async function readCapa(connection: Connection): Promise<string[] | undefined> {
  const status = await readPop3Status(connection, 'answer to CAPA')
  if (!status.ok) return undefined
  const capabilities: string[] = []
  await readPop3Lines(connection, 'rest of the answer to CAPA', (line) =>
    addPop3Capability(capabilities, line),
  )
  return capabilities
}
