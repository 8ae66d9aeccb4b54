import { loadQuestions, loadSetups } from '../catalogue/data.js'
import type { AnswerValue, Question, SetupId } from '../model/index.js'

function questionOf(id: string): Question | undefined {
  return loadQuestions().questions.find((question) => question.id === id)
}

function labelOf(question: Question | undefined, value: string): string {
  return question?.values?.find((one) => one.id === value)?.label ?? value
}

/** A question as a person reads it; its id where the data does not know it. */
export function questionText(id: string): string {
  return questionOf(id)?.text ?? id
}

/** An answer as a person reads it. */
export function answerText(id: string, value: AnswerValue): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  const question = questionOf(id)
  if (typeof value === 'string') return labelOf(question, value)
  return value.length === 0 ? 'none' : value.map((one) => labelOf(question, one)).join(' + ')
}

/** The name of a set-up as a person reads it. */
export function setupName(id: SetupId): string {
  return loadSetups().setups.find((setup) => setup.id === id)?.name ?? id
}
