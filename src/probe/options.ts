import type { Asked, ConnectTo, Endpoint, Phase, SecondTry, SignInSecret } from '../model/index.js'
import type { Lookup, Secret, TranscriptLine } from '../net/index.js'

/** Who signs in, and with what. */
export interface SignInOptions {
  user: string
  secret: Secret
  /** Absent: a password. */
  kind?: SignInSecret['kind']
  /** Allows one further attempt, for the account as a whole. */
  tryAgain?: SecondTry
  /** Domain of the account, for a user name without one; absent: guessed from the mail host. */
  domain?: string
}

/** How endpoints are reached and probed. */
export interface ProbeOptions {
  /** Total time limit of each endpoint. */
  timeoutMs: number
  /** Further roots, PEM, trusted besides Node's default roots. */
  caPem: string[]
  /** Where TCP goes for a named host and port; SNI and verification keep the named host. */
  connectTo: ConnectTo[]
  /** How each endpoint came to be asked for, in their order; a guessed one may be corrected. Absent: not said. */
  asked?: readonly Asked[]
  /** Makes the comparisons that cost connections, on healthy endpoints too. */
  deep?: boolean
  /** Never has two connections open at once. */
  gentle?: boolean
  /** Keeps the lines on the wire in the result. */
  keepTranscript?: boolean
  /** Asked in the place of the system's resolver. */
  lookup?: Lookup
  /** Compares `lookup` with the system's resolver, on a healthy endpoint too; it may take seconds to fail. */
  compareResolvers?: boolean
  /** Stands in for the system's resolver in that comparison; for tests. */
  systemLookup?: Lookup
  /** Whether a secret may go to this endpoint's host; without it: to every one, since the user named them all. */
  secretsAllowed?(endpoint: Endpoint): boolean
  /** Whether the connection may go to an address of this network; without it: every one may. */
  privateAllowed?(endpoint: Endpoint): boolean
  /** Ends everything at once: what was running has failed with cause `cancelled`. */
  signal?: AbortSignal
  /** Signs in once per protocol, only inside verified TLS, and never again after a refusal. */
  signIn?: SignInOptions
  /** Called with each phase once it has ended, skipped ones included. */
  onPhase?(endpoint: Endpoint, phase: Phase): void
  /** Called before something is done that the user should know of, with a sentence about it. */
  onNotice?(endpoint: Endpoint, text: string): void
  /** Called with each line on the wire, secrets masked, lines of a signed-in session included. */
  onLine?(endpoint: Endpoint, line: TranscriptLine): void
}
