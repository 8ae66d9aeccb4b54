import {
  type Certificate,
  type DiscoveryResult,
  type Endpoint,
  type EndpointProbe,
  type FailureCause,
  type FollowUp,
  type FollowUpName,
  firstFailure,
  type Phase,
  type PhaseName,
  type ServerResponses,
  type SignInSecret,
  worksUntilSignIn,
} from '../model/index.js'

/** What checks know besides the endpoints themselves. */
export interface Surroundings {
  /** What servers are known to say when they refuse: data/responses. */
  responses: readonly ServerResponses[]
  /** User name of the sign-in, when one was asked for. */
  user?: string
  /** Targets from which white space was removed at the ends. */
  trimmed?: readonly string[]
  /** What the search for the account's servers found, where there was one. */
  discovery?: DiscoveryResult
  /** What can be said of the password or token, when one was given. */
  secret?: SignInSecret
  /** Endpoints that were used with TLS although their target said STARTTLS. */
  tlsInstead?: readonly Endpoint[]
}

/** One endpoint as checks see it: the collected facts and the questions that many checks ask of them. */
export class EndpointView {
  readonly probe: EndpointProbe
  /** When the probe was made: what "expired" is measured against, since this folder has no clock. */
  readonly at: Date
  readonly surroundings: Surroundings

  constructor(probe: EndpointProbe, at: Date, surroundings: Surroundings = { responses: [] }) {
    this.probe = probe
    this.at = at
    this.surroundings = surroundings
  }

  get endpoint(): Endpoint {
    return this.probe.endpoint
  }

  /** STARTTLS or STLS. */
  get upgradeCommand(): 'STARTTLS' | 'STLS' {
    return this.endpoint.protocol === 'imap' ? 'STARTTLS' : 'STLS'
  }

  /** The first phase that failed: everything after it was not reached. */
  get failed(): ReturnType<typeof firstFailure> {
    return firstFailure(this.probe)
  }

  /** Whether this phase is the one that failed, and, where named, for one of these causes. */
  failedAt(name: PhaseName, ...causes: FailureCause[]): boolean {
    const { failed } = this
    if (failed?.name !== name) return false
    return causes.length === 0 || causes.includes(failed.failure.cause)
  }

  phase(name: PhaseName): Phase | undefined {
    return this.probe.phases.find((one) => one.name === name)
  }

  observed(name: PhaseName): boolean {
    return this.phase(name)?.outcome === 'observed'
  }

  /** Everything up to the capabilities worked; whether the certificate verifies is another question. */
  get answers(): boolean {
    return worksUntilSignIn(this.probe)
  }

  followUp(name: FollowUpName): FollowUp | undefined {
    return this.probe.followUps?.find((one) => one.name === name)
  }

  followUps(name: FollowUpName): FollowUp[] {
    return this.probe.followUps?.filter((one) => one.name === name) ?? []
  }

  /** The server's own certificate, where TLS came up. */
  get certificate(): Certificate | undefined {
    return this.probe.tls?.certificate
  }

  /** Verification code of Node and OpenSSL, where the certificate does not verify. */
  get certificateProblem(): string | undefined {
    return this.probe.tls?.problem?.code
  }

  /** The list at this point, upper case. */
  capabilities(point: 'greeting' | 'beforeTls' | 'afterTls' | 'afterLogin'): string[] | undefined {
    return this.probe.capabilities?.[point]?.map((name) => name.toUpperCase())
  }

  /** The list as first read in clear. */
  get clearCapabilities(): string[] | undefined {
    return this.endpoint.security === 'tls' ? undefined : this.capabilities('beforeTls')
  }

  /** The list inside TLS; on a plaintext endpoint the only list there is. */
  get bestCapabilities(): string[] | undefined {
    return this.capabilities('afterLogin') ?? this.capabilities('afterTls') ?? this.clearCapabilities
  }

  /** The words of the first failure, as server text if the server said them. */
  get serverText(): string | undefined {
    return this.failed?.failure.serverText
  }
}

/** All endpoints of one account. */
export class AccountView {
  readonly endpoints: readonly EndpointView[]
  readonly discovery: DiscoveryResult | undefined

  constructor(probes: readonly EndpointProbe[], at: Date, surroundings?: Surroundings) {
    this.discovery = surroundings?.discovery
    this.endpoints = probes.map((probe) => new EndpointView(probe, at, surroundings))
  }

  /** Other endpoints of the same host. */
  siblingsOf(view: EndpointView): EndpointView[] {
    return this.endpoints.filter((other) => other !== view && other.endpoint.host === view.endpoint.host)
  }
}
