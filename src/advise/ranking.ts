import type { Facts, Family, Rule, SetupId, SetupsData } from '../model/index.js'
import { type CompiledCondition, compileCondition } from './conditions.js'

/** A rule with its condition ready for evaluation. */
export interface CompiledRule {
  readonly rule: Rule
  readonly condition: CompiledCondition
}

/** Makes all rules ready, in file order. */
export function compileRules(rules: readonly Rule[]): CompiledRule[] {
  return rules.map((rule) => ({ rule, condition: compileCondition(rule.when) }))
}

/** Points by family and set-up, and what is ruled out. */
interface Tally {
  families: Record<Family, number>
  setups: Record<SetupId, number>
  ruledOut: Set<SetupId>
}

/** A tally with nothing in it yet. */
function emptyTally(setups: SetupsData['setups']): Tally {
  return {
    families: Object.fromEntries(setups.map(({ family }) => [family, 0])) as Tally['families'],
    setups: Object.fromEntries(setups.map(({ id }) => [id, 0])) as Tally['setups'],
    ruledOut: new Set(),
  }
}

/** Adds what one rule gives. */
function addRule(tally: Tally, rule: Rule): void {
  for (const { family, points } of rule.families ?? []) tally.families[family] += points
  for (const { setup, points } of rule.setups ?? []) tally.setups[setup] += points
  for (const setup of rule.rulesOut ?? []) tally.ruledOut.add(setup)
}

/** One set-up in the ranking. */
export interface Ranked {
  id: SetupId
  family: Family
  /** Points that it lacks to be the choice: 0 for the choice. */
  behindBy: number
}

/**
 * The set-ups still possible, best first. The family with most points wins, and inside it the set-up with most points:
 * a line that breaks is a setting, so points for a set-up never move the protocol. Equal points: file order.
 */
function rank(tally: Tally, setups: SetupsData['setups']): Ranked[] {
  const possible = setups.filter((setup) => !tally.ruledOut.has(setup.id))
  const bestIn = new Map<Family, number>()
  for (const { id, family } of possible) {
    bestIn.set(family, Math.max(bestIn.get(family) ?? Number.NEGATIVE_INFINITY, tally.setups[id]))
  }
  const bestFamily = Math.max(...[...bestIn.keys()].map((family) => tally.families[family]))
  const ranked = possible.map(({ id, family }) => ({
    id,
    family,
    behindBy: bestFamily - tally.families[family] + (bestIn.get(family) ?? 0) - tally.setups[id],
  }))
  // Stable: set-ups that are equally far behind stay in file order, so the first of the first family wins a tie.
  return ranked.sort((a, b) => a.behindBy - b.behindBy)
}

/** Evaluates all rules: those that hold, in file order, and the ranking that follows. */
export function evaluate(
  rules: readonly CompiledRule[],
  setups: SetupsData['setups'],
  facts: Facts,
): { fired: Rule[]; ranking: Ranked[] } {
  const tally = emptyTally(setups)
  const fired: Rule[] = []
  for (const { rule, condition } of rules) {
    if (!condition.holds(facts)) continue
    fired.push(rule)
    addRule(tally, rule)
  }
  return { fired, ranking: rank(tally, setups) }
}

/** The choice alone: the fast path for counterfactuals and question order. */
export function choose(rules: readonly CompiledRule[], setups: SetupsData['setups'], facts: Facts): SetupId {
  const tally = emptyTally(setups)
  for (const { rule, condition } of rules) if (condition.holds(facts)) addRule(tally, rule)
  return bestOf(tally, setups)
}

/** The first of the ranking without sorting; same tie-breaking as rank. */
function bestOf(tally: Tally, setups: SetupsData['setups']): SetupId {
  let best: SetupsData['setups'][number] | undefined
  for (const setup of setups) {
    if (tally.ruledOut.has(setup.id)) continue
    if (best === undefined || beats(tally, setup, best)) best = setup
  }
  // The schema of rules forbids ruling out "neither", so there is always one left.
  return best?.id ?? 'neither'
}

function beats(
  tally: Tally,
  setup: SetupsData['setups'][number],
  best: SetupsData['setups'][number],
): boolean {
  if (setup.family === best.family) return tally.setups[setup.id] > tally.setups[best.id]
  return tally.families[setup.family] > tally.families[best.family]
}
