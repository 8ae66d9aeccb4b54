/** Collects facts about IMAP and POP3 endpoints; judges nothing. */
export { type Identity, identifyEndpoint } from './identify.js'
export type { ProbeOptions, ReachOptions } from './options.js'
export { probeEndpoints } from './probe-endpoints.js'
