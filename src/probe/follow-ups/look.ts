import type { FailureCause, FollowUp, FollowUpName, PhaseName } from '../../model/index.js'
import { type Deadline, isAddress } from '../../net/index.js'
import { routeOf } from '../phases/tcp.js'
import type { Run } from '../run.js'
import type { Wire } from './wire.js'

/** Host that is asked for and port: what a look is pointed at. */
export interface Target {
  host: string
  port: number
}

/** What a look brought, as far as it got. */
export type Seen = Partial<Pick<FollowUp, 'greeting' | 'tls' | 'capabilities' | 'addresses'>>

/** One endpoint whose phases are over, with those of its account. */
export interface Subject {
  readonly run: Run
  /** All endpoints of the account, this one included. */
  readonly account: readonly Run[]
  /** End of all looks at this endpoint. */
  readonly deadline: Deadline
}

/** One further look, which tells causes apart that look alike from the one connection of the probe. */
export interface Look {
  readonly name: FollowUpName
  /** Where to look; nowhere when it would tell nothing new. */
  wanted(subject: Subject): Target[] | Promise<Target[]>
  /**
   * Looks, and fills `wire.seen` as it goes.
   *
   * @throws WireFailure when it did not get as far as it wanted
   */
  look(wire: Wire): Promise<void>
}

/** The endpoint itself, for a look at its own port. */
export function itself({ run }: Subject): Target[] {
  const { host, port } = run.endpoint
  return [{ host, port }]
}

/** The failure that ended the phases, where it was in this phase and of one of these causes. */
export function failureAt(run: Run, name: PhaseName, ...causes: FailureCause[]) {
  const phase = run.facts.phases.find(({ outcome }) => outcome === 'failed')
  if (phase?.name !== name || phase.failure === undefined) return undefined
  return causes.length === 0 || causes.includes(phase.failure.cause) ? phase.failure : undefined
}

/** Whether TCP was told where to go, so that the real addresses of the host are not those that were probed. */
export function isDirected({ endpoint, options }: Run): boolean {
  return routeOf(endpoint, options.connectTo) !== undefined
}

/** Whether this is the first endpoint of its host in the account for which something holds: others need not look again. */
export function firstOfHost({ run, account }: Subject, holds: (run: Run) => boolean): boolean {
  return account.find((one) => one.endpoint.host === run.endpoint.host && holds(one)) === run
}

/** True where TLS came up and comparisons were asked for. */
export function deepInTls({ options, facts }: Run): boolean {
  return options.deep === true && facts.tls !== undefined
}

/** True for a host that SNI can name (RFC 6066 section 3). */
export function hasName({ endpoint }: Run): boolean {
  return !isAddress(endpoint.host)
}
