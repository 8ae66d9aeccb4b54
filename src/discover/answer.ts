import type { Candidate, OutgoingServer } from '../model/index.js'

/** One mail server as a document or record names it, before it is ranked. */
export type NamedServer = Omit<Candidate, 'source' | 'trust' | 'alsoFrom' | 'mayReceiveSecrets'>

/** What one document says: incoming servers in its own order, and where mail is sent from. */
export interface NamedServers {
  incoming: NamedServer[]
  outgoing: Omit<OutgoingServer, 'source' | 'trust'>[]
}
