/** The wire layer: the only folder that touches node:net, node:tls and node:dns. */
export { isAddress, isOfThisNetwork } from './address.js'
export {
  type Connected,
  connectToOne,
  Dial,
  socketGone,
} from './connect.js'
export { Connection, letGo } from './connection.js'
export { Deadline } from './deadline.js'
export {
  type DnsAnswer,
  DnsResolver,
  hostName,
  lookupAt,
  type MxRecord,
  type SrvRecord,
} from './dns.js'
export { failed, failureOf, WireFailure } from './failure.js'
export type { HttpAnswer, HttpQuestion } from './http-exchange.js'
export { type HttpReach, httpAnswer } from './https.js'
export { limits } from './limits.js'
export { MeteredStream } from './metered-stream.js'
export { type Lookup, resolveAddresses, systemLookup } from './resolve.js'
export { Secret } from './secret.js'
export { serverText } from './server-text.js'
export { type HandshakeOptions, handshake } from './tls.js'
export { Transcript, type TranscriptLine, type TranscriptOptions } from './transcript.js'
export { type Trust, trustContext, trustContextBeside, trustWithoutDhe } from './trust.js'
