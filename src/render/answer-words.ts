import { loadQuestions, loadSetups } from '../catalogue/data.js'
import type { AnswerValue, Question, SetupId } from '../model/index.js'
import { displayWidth } from './display-width.js'

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

/** The values of a question as they are typed; a kind of value where there are too many to list. */
function typedValues(question: Question | undefined): string[] {
  if (question?.kind === 'yes-no') return ['yes', 'no']
  return question?.values?.map((value) => value.id) ?? [question?.kind === 'provider' ? 'PROVIDER' : 'VALUE']
}

/** How to answer a question on the command line: --set id=one|other, with [,...] where several may be given. */
export function settingLines(id: string, width: number): string[] {
  const question = questionOf(id)
  const end = question?.kind === 'several' ? '[,...]' : ''
  const values = typedValues(question)
  const lines: string[] = []
  let line = `--set ${id}=`
  values.forEach((value, index) => {
    const piece = `${value}${index < values.length - 1 ? '|' : end}`
    if (displayWidth(line) + displayWidth(piece) <= width) line += piece
    else {
      lines.push(line)
      line = piece
    }
  })
  return [...lines, line]
}
