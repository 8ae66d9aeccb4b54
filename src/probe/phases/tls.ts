import { connectionOf, type Run } from '../run.js'

/** One handshake; a certificate that does not verify is a fact and no failure. */
export async function tlsPhase(run: Run): Promise<undefined> {
  const { endpoint, deadline, facts } = run
  const trust = await run.trust
  facts.tls = await connectionOf(run).upgradeToTls({ host: endpoint.host, trust, deadline })
}
