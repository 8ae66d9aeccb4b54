import type { FailureCause, FollowUpName, PhaseName } from '../../model/index.js'
import { isAddress } from '../../net/index.js'
import type { Run } from '../run.js'
import type { Subject, Target, Wire } from './wire.js'

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
