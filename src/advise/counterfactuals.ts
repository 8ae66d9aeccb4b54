import type {
  AnswerChange,
  Answers,
  AnswerValue,
  Counterfactual,
  Facts,
  Question,
  SetupsData,
} from '../model/index.js'
import { compileCondition } from './conditions.js'
import { type CompiledRule, choose } from './ranking.js'
import { possibleValues } from './values.js'

/** How far apart two answers to one question are: list members added or removed, or 1 for any other difference. */
function distance(from: AnswerValue | undefined, to: AnswerValue): number {
  if (!Array.isArray(to)) return from === to ? 0 : 1
  const before = Array.isArray(from) ? from : []
  return to.filter((id) => !before.includes(id)).length + before.filter((id) => !to.includes(id)).length
}

function stated(facts: Facts, question: Question): AnswerValue | undefined {
  return facts[question.id as keyof Answers]
}

function changeTo(facts: Facts, question: Question, to: AnswerValue): AnswerChange {
  const from = stated(facts, question)
  return from === undefined ? { question: question.id, to } : { question: question.id, from, to }
}

/** Every other answer to a question that is answered, or could be asked; none where a measured fact has the last word. */
function changesOf(facts: Facts, question: Question): AnswerChange[] {
  if (question.measuredBy !== undefined && facts[question.measuredBy as keyof Facts] !== undefined) return []
  const askable = compileCondition(question.askWhen ?? { all: [] }).holds(facts)
  if (stated(facts, question) === undefined && !askable) return []
  return possibleValues(question)
    .filter((value) => distance(stated(facts, question), value) > 0)
    .map((value) => changeTo(facts, question, value))
}

function applied(facts: Facts, changes: readonly AnswerChange[]): Facts {
  return { ...facts, ...Object.fromEntries(changes.map(({ question, to }) => [question, to])) }
}

/** Answers changed, with each list member counted: what a person would have to do differently. */
function effort({ changes }: Counterfactual): number {
  return changes.reduce((sum, change) => sum + distance(change.from, change.to), 0)
}

/** Answers given that would have to be others: what was not said yet is easier to change than what is a fact. */
function restated({ changes }: Counterfactual): number {
  return changes.filter(({ from }) => from !== undefined).length
}

/** Of several ways to reach one choice by the same questions only the nearest, and the nearest of all first. */
function nearestFirst(found: readonly Counterfactual[]): Counterfactual[] {
  const key = ({ changes, choice }: Counterfactual) =>
    [...changes.map(({ question }) => question), choice].join(' ')
  const least = new Map<string, number>()
  for (const one of found) least.set(key(one), Math.min(least.get(key(one)) ?? Infinity, effort(one)))
  return found
    .filter((one) => effort(one) === least.get(key(one)))
    .sort((a, b) => effort(a) - effort(b) || restated(a) - restated(b))
}

/**
 * The smallest changes of answers that change the choice, by evaluating again: every single answer that does it or,
 * if no single one does, every pair.
 */
export function counterfactuals(
  rules: readonly CompiledRule[],
  setups: SetupsData['setups'],
  questions: readonly Question[],
  facts: Facts,
): Counterfactual[] {
  const choice = choose(rules, setups, facts)
  const outcome = (changes: [AnswerChange, ...AnswerChange[]]): Counterfactual => ({
    changes,
    choice: choose(rules, setups, applied(facts, changes)),
  })
  const differs = (one: Counterfactual) => one.choice !== choice
  const singles = questions
    .filter((question) => question.role === 'choice')
    .flatMap((question) => changesOf(facts, question))
  const bySingle = nearestFirst(singles.map((change) => outcome([change])).filter(differs))
  if (bySingle.length > 0) return bySingle
  const small = singles.filter(({ from, to }) => distance(from, to) === 1)
  const pairs = small.flatMap((first, index) =>
    small
      .slice(index + 1)
      .filter((second) => second.question !== first.question)
      .map((second): [AnswerChange, AnswerChange] => [first, second]),
  )
  return nearestFirst(pairs.map(outcome).filter(differs))
}
