import { failed } from '../../net/index.js'
import { connectionOf, type Run, trustOf } from '../run.js'

/** Asks for TLS, also where it was not announced: a stripped announcement and a missing one look the same. */
export async function starttlsPhase(run: Run): Promise<undefined> {
  const connection = connectionOf(run)
  // Not after the answer, when the server waits for the handshake.
  await trustOf(run)
  const command = run.endpoint.protocol === 'imap' ? 'STARTTLS' : 'STLS'
  const { ok, code, words } = await run.dialogue.startTls(connection)
  if (!ok) {
    const offered = run.heard.beforeTls?.includes(command) ?? true
    const message = offered ? `${command} was refused` : `the server does not offer ${command}`
    throw failed('refused-by-server', message, { code, serverText: connection.text(words) })
  }
  connection.refuseLeftOver(`after the answer to ${command}`)
}
