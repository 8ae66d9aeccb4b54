import type {
  AdvisedRisk,
  AdvisedSetting,
  Alternative,
  Certainty,
  Condition,
  Contradiction,
  Facts,
  Reason,
  RecommendationDocument,
  Rule,
  RuleStep,
  Setting,
  SetupId,
  SetupsData,
  Step,
} from '../model/index.js'
import { compileCondition } from './conditions.js'
import type { Ranked } from './ranking.js'

/** A recommendation without the envelope of a document and without what comes from looking at other answers. */
export type Verdict = Pick<
  RecommendationDocument,
  | 'choice'
  | 'family'
  | 'name'
  | 'summary'
  | 'alternatives'
  | 'certainty'
  | 'reasons'
  | 'against'
  | 'settings'
  | 'risks'
  | 'contradictions'
  | 'steps'
  | 'trace'
>

type Setup = SetupsData['setups'][number]

/** Replaces {fact-id} by the value of the fact. A test holds that rules name only facts that their condition needs. */
export function fillIn(text: string, facts: Facts): string {
  return text.replace(/\{([a-z0-9-]+)\}/g, (_, fact: string) => {
    const value = facts[fact as keyof Facts]
    return typeof value === 'number' ? String(Math.round(value)) : String(value ?? '?')
  })
}

function setupById(setups: SetupsData, id: SetupId): Setup {
  const setup = setups.setups.find((candidate) => candidate.id === id)
  if (setup === undefined) throw new Error(`data/setups.json has no set-up ${id}`)
  return setup
}

/** Points that a rule gives to a set-up, through its family and directly; taking points from rivals counts too. */
function supportFor(rule: Rule, setup: Setup): number {
  const direct = (rule.setups ?? []).find((entry) => entry.setup === setup.id)?.points ?? 0
  const families = rule.families ?? []
  const own = families.find((entry) => entry.family === setup.family)?.points ?? 0
  const takenFromRivals = families
    .filter((entry) => entry.family !== setup.family && entry.points < 0)
    .reduce((sum, entry) => sum - entry.points, 0)
  return direct + own + takenFromRivals
}

/** The most points that a rule gives to another family, or to another set-up of the same family. */
function supportForRivals(rule: Rule, setup: Setup, data: SetupsData): number {
  const families = (rule.families ?? []).filter((entry) => entry.family !== setup.family)
  const kin = data.setups.filter(({ id, family }) => id !== setup.id && family === setup.family)
  const setups = (rule.setups ?? []).filter((entry) => kin.some(({ id }) => id === entry.setup))
  return Math.max(0, ...families.map((entry) => entry.points), ...setups.map((entry) => entry.points))
}

/** The reason in the words for the chosen family, where the rule has some. */
function reasonOf(rule: Rule, { family }: Setup, facts: Facts, points: number): Reason {
  const words = rule.reasonFor?.find((entry) => entry.family === family)?.text ?? rule.reason
  return { rule: rule.id, text: fillIn(words, facts), rows: rule.rows, sources: rule.sources, points }
}

/** Heaviest first; of equal ones the later in the file, because special rules stand after general ones. */
function byWeight(reasons: Reason[]): Reason[] {
  return reasons.reverse().sort((a, b) => b.points - a.points)
}

function reasonsFor(fired: readonly Rule[], setup: Setup, data: SetupsData, facts: Facts): Reason[] {
  const reasons = fired.flatMap((rule) => {
    const points = supportFor(rule, setup)
    const onlyExcludesRivals =
      points === 0 && supportForRivals(rule, setup, data) === 0 && rule.rulesOut?.includes(setup.id) === false
    return points > 0 || onlyExcludesRivals ? [reasonOf(rule, setup, facts, points)] : []
  })
  return byWeight(reasons)
}

function reasonsAgainst(fired: readonly Rule[], setup: Setup, data: SetupsData, facts: Facts): Reason[] {
  const reasons = fired.flatMap((rule) => {
    const points = Math.max(supportForRivals(rule, setup, data), -supportFor(rule, setup))
    return supportFor(rule, setup) <= 0 && points > 0 ? [reasonOf(rule, setup, facts, points)] : []
  })
  return byWeight(reasons)
}

/** Whether something of a set-up applies to these facts. */
function applies({ when }: { when?: Condition }, facts: Facts): boolean {
  return when === undefined || compileCondition(when).holds(facts)
}

type Valued = Pick<AdvisedSetting, 'value' | 'why'>

/** Of two numbers that rules give the one that the setting keeps; otherwise the later rule, which is the more special. */
function settled(before: Valued | undefined, next: Valued, { keep }: Setting): Valued {
  if (typeof before?.value !== 'number' || typeof next.value !== 'number') return next
  if (keep === 'smallest') return next.value < before.value ? next : before
  if (keep === 'largest') return next.value > before.value ? next : before
  return next
}

/** What the rules say about one setting of the set-up. Rules that only cap it are left out. */
function fromRules(setting: Setting, fired: readonly Rule[], setup: Setup, facts: Facts): Valued | undefined {
  let found: Valued | undefined
  for (const rule of fired) {
    for (const { id, value, atMostFact, for: scope } of rule.settings ?? []) {
      if (id !== setting.id || atMostFact !== undefined || !scope.includes(setup.id)) continue
      const filled = typeof value === 'string' ? fillIn(value, facts) : value
      found = settled(found, { value: filled, why: fillIn(rule.reason, facts) }, setting)
    }
  }
  return found
}

/** The value held within the server's own limit. */
function capped(
  valued: Valued,
  setting: Setting,
  fired: readonly Rule[],
  setup: Setup,
  facts: Facts,
): Valued {
  let result = valued
  for (const rule of fired) {
    for (const { id, atMostFact, for: scope } of rule.settings ?? []) {
      const cap = atMostFact === undefined ? undefined : facts[atMostFact as keyof Facts]
      if (id !== setting.id || !scope.includes(setup.id) || typeof cap !== 'number') continue
      if (typeof result.value === 'number' && result.value > cap) {
        result = { value: cap, why: fillIn(rule.reason, facts) }
      }
    }
  }
  return result
}

/** The set-up's own settings, with what the rules say about them on top, within the server's limits. */
function settingsFor(fired: readonly Rule[], setup: Setup, data: SetupsData, facts: Facts): AdvisedSetting[] {
  return data.settings.flatMap((setting) => {
    const own = setup.settings.find((one) => one.id === setting.id && applies(one, facts))
    const valued = fromRules(setting, fired, setup, facts) ?? own
    if (valued === undefined) return []
    const { value, why } = capped(valued, setting, fired, setup, facts)
    const { id, label, unit } = setting
    return [{ id, label, value, why, ...(unit !== undefined && typeof value === 'number' ? { unit } : {}) }]
  })
}

function risksFor(fired: readonly Rule[], setup: Setup, facts: Facts): AdvisedRisk[] {
  const fromRules = fired.flatMap((rule) =>
    (rule.risks ?? [])
      .filter((risk) => risk.for.includes(setup.id))
      .map((risk) => ({ id: rule.id, text: fillIn(risk.text, facts) })),
  )
  const own = setup.risks.filter((risk) => applies(risk, facts)).map(({ id, text }) => ({ id, text }))
  return [...own, ...fromRules]
}

function contradictionsIn(fired: readonly Rule[], setup: Setup): Contradiction[] {
  return fired.flatMap(({ id, contradiction, contradictionFor }) => {
    const concerns = contradictionFor === undefined || contradictionFor.includes(setup.id)
    return contradiction === undefined || !concerns ? [] : [{ rule: id, text: contradiction }]
  })
}

/** A step and its check with the sentences that what is known adds. */
function worded(
  { text, check, details }: RuleStep,
  setup: Setup,
  facts: Facts,
): { text: string; check: string } {
  const known = (details ?? []).filter((one) => applies(one, facts) && (one.for?.includes(setup.id) ?? true))
  const joined = (own: string, part: 'text' | 'check') =>
    [own, ...known.flatMap((one) => (one[part] === undefined ? [] : [fillIn(one[part], facts)]))].join(' ')
  return { text: joined(text, 'text'), check: joined(check, 'check') }
}

/** The plan: the steps of all rules in one order. */
function stepsFor(fired: readonly Rule[], setup: Setup, facts: Facts): Step[] {
  const steps = fired.flatMap((rule) => (rule.steps ?? []).filter((step) => step.for.includes(setup.id)))
  return steps
    .sort((a, b) => a.order - b.order)
    .map((step, index) => ({ order: index + 1, id: step.id, ...worded(step, setup, facts) }))
}

/**
 * The other set-ups: first the nearest of another family, since another protocol tells more than a variant of the same
 * one, then all by the points that they lack.
 */
function alternativesTo(choice: Setup, others: readonly Ranked[], data: SetupsData): Alternative[] {
  const rival = others.find((ranked) => ranked.family !== choice.family)
  const ordered = rival === undefined ? others : [rival, ...others.filter((ranked) => ranked !== rival)]
  return ordered.map(({ id, behindBy }) => {
    const { name, alsoDefensibleWhen } = setupById(data, id)
    return { choice: id, name, when: alsoDefensibleWhen, behindBy }
  })
}

/**
 * How sure the advice is. Low: experts disagree, or next to nothing was said; otherwise by the lead over the best
 * set-up of another family, because the protocol is what is dear to change later.
 */
function certaintyOf(fired: readonly Rule[], ranking: readonly Ranked[], choice: Setup): Certainty {
  const rival = ranking.find((ranked) => ranked.family !== choice.family)
  const lead = rival?.behindBy ?? Number.POSITIVE_INFINITY
  const telling = fired.filter((rule) => rule.families ?? rule.setups ?? rule.rulesOut).length
  if (fired.some((rule) => rule.contested) || telling <= 1 || lead <= 1) return 'low'
  return lead <= 3 ? 'medium' : 'high'
}

/** Words the outcome of an evaluation: everything but what needs further evaluations. */
export function verdictOf(
  fired: readonly Rule[],
  ranking: readonly Ranked[],
  data: SetupsData,
  facts: Facts,
): Verdict {
  const [first, ...others] = ranking
  const choice = setupById(data, first?.id ?? 'neither')
  return {
    choice: choice.id,
    family: choice.family,
    name: choice.name,
    summary: choice.summary,
    certainty: certaintyOf(fired, ranking, choice),
    alternatives: alternativesTo(choice, others, data),
    reasons: reasonsFor(fired, choice, data, facts),
    against: reasonsAgainst(fired, choice, data, facts),
    settings: settingsFor(fired, choice, data, facts),
    risks: risksFor(fired, choice, facts),
    contradictions: contradictionsIn(fired, choice),
    steps: stepsFor(fired, choice, facts),
    trace: fired.map((rule) => ({
      rule: rule.id,
      families: rule.families ?? [],
      setups: rule.setups ?? [],
      rulesOut: rule.rulesOut ?? [],
    })),
  }
}
