import type { Condition, Facts } from '../model/index.js'

/** Three-valued outcome of a condition while some questions are still open. */
export type Judgement = boolean | 'open'

/** A condition made ready for many evaluations. */
export interface CompiledCondition {
  /** Fact ids that the condition mentions. */
  readonly facts: ReadonlySet<string>
  /** True when the condition holds. A fact that nobody stated makes a leaf false, except known=false. */
  holds(facts: Facts): boolean
  /** As holds, but 'open' when an open fact could still turn it either way. */
  judge(facts: Facts, open: ReadonlySet<string>): Judgement
}

type FactValue = Facts[keyof Facts]
type Leaf = Extract<Condition, { fact: string }>

/** Numbers count as themselves, lists by their length, anything else never reaches a bound. */
function size(value: FactValue): number {
  if (typeof value === 'number') return value
  return Array.isArray(value) ? value.length : Number.NaN
}

/** The test of one leaf as a function of the fact's value; undefined means that nobody stated it. */
function leafTest(leaf: Leaf): (value: FactValue) => boolean {
  if ('known' in leaf) return (value) => (value !== undefined) === leaf.known
  if ('is' in leaf) return (value) => value === leaf.is
  if ('has' in leaf) return (value) => Array.isArray(value) && (value as string[]).includes(leaf.has)
  if ('atLeast' in leaf) return (value) => size(value) >= leaf.atLeast
  // An empty list or a missing fact is "not said", not "at most": no one reads mail nowhere.
  return (value) => size(value) <= leaf.atMost && !(Array.isArray(value) && value.length === 0)
}

function compileLeaf(leaf: Leaf): CompiledCondition {
  const fact = leaf.fact as keyof Facts
  const test = leafTest(leaf)
  return {
    facts: new Set([leaf.fact]),
    holds: (facts) => test(facts[fact]),
    judge: (facts, open) => (open.has(fact) ? 'open' : test(facts[fact])),
  }
}

function mentioned(parts: readonly CompiledCondition[]): ReadonlySet<string> {
  return new Set(parts.flatMap((part) => [...part.facts]))
}

/** All (decisive false) or any (decisive true) of the parts. */
function compileGroup(parts: readonly CompiledCondition[], decisive: boolean): CompiledCondition {
  return {
    facts: mentioned(parts),
    holds: (facts) => {
      for (const part of parts) if (part.holds(facts) === decisive) return decisive
      return !decisive
    },
    judge: (facts, open) => {
      let result: Judgement = !decisive
      for (const part of parts) {
        const judgement = part.judge(facts, open)
        if (judgement === decisive) return decisive
        if (judgement === 'open') result = 'open'
      }
      return result
    },
  }
}

function compileNot(part: CompiledCondition): CompiledCondition {
  return {
    facts: part.facts,
    holds: (facts) => !part.holds(facts),
    judge: (facts, open) => {
      const judgement = part.judge(facts, open)
      return judgement === 'open' ? 'open' : !judgement
    },
  }
}

/** Makes a condition of the data files ready for evaluation. */
export function compileCondition(condition: Condition): CompiledCondition {
  if ('all' in condition) return compileGroup(condition.all.map(compileCondition), false)
  if ('any' in condition) return compileGroup(condition.any.map(compileCondition), true)
  if ('not' in condition) return compileNot(compileCondition(condition.not))
  return compileLeaf(condition)
}

/**
 * What is left of a condition once one fact has this value: 'true', 'false', or a text that stands for the rest. Two
 * values with the same remainder in every rule can never lead to different advice.
 */
export function remainder(condition: Condition, fact: string, value: FactValue): string {
  if ('all' in condition) return remainderOfGroup(condition.all, fact, value, 'false')
  if ('any' in condition) return remainderOfGroup(condition.any, fact, value, 'true')
  if ('not' in condition) return negated(remainder(condition.not, fact, value))
  return condition.fact === fact ? String(leafTest(condition)(value)) : JSON.stringify(condition)
}

function remainderOfGroup(
  parts: readonly Condition[],
  fact: string,
  value: FactValue,
  decisive: 'true' | 'false',
): string {
  const rest = parts.map((part) => remainder(part, fact, value))
  if (rest.includes(decisive)) return decisive
  const undecided = rest.filter((part) => part !== 'true' && part !== 'false')
  if (undecided.length === 0) return decisive === 'true' ? 'false' : 'true'
  return `${decisive === 'true' ? 'any' : 'all'}(${undecided.join()})`
}

function negated(part: string): string {
  if (part === 'true') return 'false'
  return part === 'false' ? 'true' : `not(${part})`
}
