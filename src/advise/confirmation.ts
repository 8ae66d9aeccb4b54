import {
  accountFacts,
  type Confirmation,
  type EndpointProbe,
  type Facts,
  type Family,
  type Gain,
  type Limit,
  type Rule,
  type SetupId,
} from '../model/index.js'
import { fillIn } from './advice.js'

/** What the confirmation is made of. */
export interface ConfirmationInput {
  /** The choice from the answers alone. */
  before: SetupId
  /** The choice with the server's facts. */
  after: SetupId
  /** The family of that choice. */
  family: Family
  /** The rules that hold with the server's facts. */
  fired: readonly Rule[]
  facts: Facts
  probes: readonly EndpointProbe[]
  /** Nothing could be learnt because of a fault on this side (no resolver, no route). */
  inconclusive: boolean
}

function limitsFor(choice: SetupId, fired: readonly Rule[], facts: Facts): Limit[] {
  return fired.flatMap((rule) =>
    (rule.limits ?? [])
      .filter((limit) => limit.for.includes(choice))
      .map(({ text, blocking }) => ({ rule: rule.id, text: fillIn(text, facts), blocking })),
  )
}

function gainsFor(choice: SetupId, fired: readonly Rule[], facts: Facts): Gain[] {
  return fired.flatMap((rule) =>
    (rule.confirms ?? [])
      .filter((confirms) => confirms.for.includes(choice))
      .map(({ text }) => ({ rule: rule.id, text: fillIn(text, facts) })),
  )
}

/** Whether an endpoint of the protocol that the choice needs was probed at all. */
function wasTested({ family, probes }: ConfirmationInput): boolean {
  const protocol = family === 'pop' ? 'pop3' : 'imap'
  return family !== 'neither' && probes.some((probe) => probe.endpoint.protocol === protocol)
}

function verdictFrom(limits: readonly Limit[], input: ConfirmationInput): Confirmation['verdict'] {
  if (input.inconclusive || input.facts['server-answers'] === false) return 'not-tested'
  if (limits.some((limit) => limit.blocking)) return 'not-supported'
  if (!wasTested(input)) return 'not-tested'
  return limits.length > 0 ? 'confirmed-with-limits' : 'confirmed'
}

/** What the server said about the advice: confirmed, confirmed with limits, not supported, or not tested. */
export function confirm(input: ConfirmationInput): Confirmation {
  const { before, after, fired, facts, probes } = input
  const limits = limitsFor(after, fired, facts)
  const account = accountFacts(probes)
  return {
    verdict: verdictFrom(limits, input),
    ...(before === after ? {} : { changedFrom: before }),
    limits,
    gains: gainsFor(after, fired, facts),
    endpoints: [...probes],
    ...(account && { account }),
  }
}
