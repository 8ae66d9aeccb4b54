import type { Confirmation, EndpointProbe, Facts, Gain, Limit, Rule, SetupId } from '../model/index.js'
import { fillIn } from './advice.js'

/** What the confirmation is made of. */
export interface ConfirmationInput {
  /** The choice from the answers alone. */
  before: SetupId
  /** The choice with the server's facts. */
  after: SetupId
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

/** The protocol that a set-up needs from the server; neither needs none. */
function protocolOf(choice: SetupId): 'imap' | 'pop3' | undefined {
  if (choice === 'neither') return undefined
  return choice.startsWith('pop') ? 'pop3' : 'imap'
}

/** Said where no rule can speak, because the facts that rules judge are missing. */
function unansweredLimit(choice: SetupId, probes: readonly EndpointProbe[]): Limit | undefined {
  const protocol = protocolOf(choice)
  if (protocol === undefined) return undefined
  const own = probes.filter((probe) => probe.endpoint.protocol === protocol)
  const name = protocol === 'imap' ? 'IMAP' : 'POP3'
  if (own.length === 0) {
    return { rule: 'not-probed', text: `No ${name} endpoint was among the targets.`, blocking: false }
  }
  const greeted = own.some(({ greeting }) => greeting?.status === 'ok' || greeting?.status === 'preauth')
  if (greeted) return undefined
  return {
    rule: 'no-answer',
    text: `No ${name} endpoint gave a usable greeting; see what failed first below.`,
    blocking: true,
  }
}

function verdictFrom(
  limits: readonly Limit[],
  { after, inconclusive }: ConfirmationInput,
): Confirmation['verdict'] {
  if (inconclusive || limits.some((limit) => limit.rule === 'not-probed')) return 'not-tested'
  if (limits.some((limit) => limit.blocking)) return 'not-supported'
  if (after === 'neither') return 'not-tested'
  return limits.length > 0 ? 'confirmed-with-limits' : 'confirmed'
}

/** What the server said about the advice: confirmed, confirmed with limits, not supported, or not tested. */
export function confirm(input: ConfirmationInput): Confirmation {
  const { before, after, fired, facts, probes } = input
  const unanswered = unansweredLimit(after, probes)
  const limits = [...limitsFor(after, fired, facts), ...(unanswered === undefined ? [] : [unanswered])]
  return {
    verdict: verdictFrom(limits, input),
    ...(before === after ? {} : { changedFrom: before }),
    limits,
    gains: gainsFor(after, fired, facts),
    endpoints: [...probes],
  }
}
