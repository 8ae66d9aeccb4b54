import type { Answers, AnswerValue, Condition, Question, QuestionId } from '../model/index.js'
import { remainder } from './conditions.js'

/** Every subset of the ids with at least one member, smallest first. */
function subsets(ids: readonly string[]): string[][] {
  const all: string[][] = []
  for (let bits = 1; bits < 2 ** ids.length; bits++) {
    all.push(ids.filter((_, index) => bits & (1 << index)))
  }
  return all.sort((a, b) => a.length - b.length)
}

/** Every value that a question can be answered with. A provider's id is never guessed: no values. */
export function possibleValues(question: Question): AnswerValue[] {
  const ids = question.values?.map((value) => value.id) ?? []
  switch (question.kind) {
    case 'one':
      return ids
    case 'several':
      return subsets(ids)
    case 'yes-no':
      return [true, false]
    case 'provider':
      return []
  }
}

/**
 * One value for each class of values that no condition can tell apart, so that a search over all answers stays small:
 * two lists of places that every rule judges alike need only one look. A value that looks like "not said" needs none.
 */
export function tellingValues(question: Question, conditions: readonly Condition[]): AnswerValue[] {
  const look = (value: AnswerValue | undefined) =>
    conditions.map((condition) => remainder(condition, question.id, value as Answers[QuestionId])).join('\n')
  const classes = new Map<string, AnswerValue | undefined>([[look(undefined), undefined]])
  for (const value of possibleValues(question)) {
    const key = look(value)
    if (!classes.has(key)) classes.set(key, value)
  }
  return [...classes.values()].filter((value) => value !== undefined)
}
