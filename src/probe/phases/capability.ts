import { connectionOf, keepCapabilities, type Run } from '../run.js'

/** Asks for the capabilities, always: the list in a greeting need not be complete. */
export async function capabilityPhase(run: Run): Promise<undefined> {
  const connection = connectionOf(run)
  const startTlsFollows = run.endpoint.security === 'starttls' && !connection.insideTls
  const list = await run.dialogue.capabilities(connection, startTlsFollows)
  if (list === undefined) return
  keepCapabilities(run, connection.insideTls ? 'afterTls' : 'beforeTls', list)
  // What was said in clear text where TLS is to follow proves nothing (RFC 9051 section 11.1).
  if (!startTlsFollows) run.facts.sasl = run.dialogue.sasl(list).map((name) => connection.text(name))
  const software = run.dialogue.software(list)
  if (software !== undefined) run.facts.software = connection.text(software)
}
