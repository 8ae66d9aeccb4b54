import type { ConnectTo, Endpoint, Phase } from '../model/index.js'
import type { Secret, TranscriptLine } from '../net/index.js'

/** How endpoints are reached and probed. */
export interface ProbeOptions {
  /** Total time limit of each endpoint. */
  timeoutMs: number
  /** Further roots, PEM, trusted besides Node's default roots. */
  caPem: string[]
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo: ConnectTo[]
  /** Ends everything at once: what was running has failed with cause `cancelled`. */
  signal?: AbortSignal
  /** Signs in once per protocol, only inside verified TLS, and never again after a refusal. */
  signIn?: { user: string; secret: Secret }
  /** Called with each phase once it has ended, skipped ones included. */
  onPhase?(endpoint: Endpoint, phase: Phase): void
  /** Called with each line on the wire, secrets masked, lines of a signed-in session included. */
  onLine?(endpoint: Endpoint, line: TranscriptLine): void
}
