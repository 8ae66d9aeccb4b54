import { contradictionIn } from '../../app/answers.js'
import type { AnswerValue, Question } from '../../model/index.js'
import type { PromptQuestion } from './layout.js'
import type { Prompt } from './terminal.js'

/** The lines below the answers of every question. Ids of answers are plain words, so these never clash with one. */
export const controls = {
  skip: { value: '?skip', name: "I don't know" },
  why: { value: '?why', name: 'Why do you ask?' },
  enough: { value: '?enough', name: 'Enough questions: show the advice' },
} as const

const controlValues: readonly string[] = Object.values(controls).map(({ value }) => value)

/** What an answer of the prompt means. A word of its own for each kind: any bare word could be an answer. */
export type Reply =
  | { kind: 'answer'; value?: AnswerValue }
  /** The wish to know why it is asked; what was ticked until then is not lost. */
  | { kind: 'why'; ticked: string[] }
  /** The wish to be asked no more; what was answered together with it counts. */
  | { kind: 'enough'; value?: AnswerValue }

function choicesOf({ kind, values }: Question): { value: string; name: string }[] {
  if (kind !== 'yes-no') return (values ?? []).map(({ id, label }) => ({ value: id, name: label }))
  return [
    { value: 'yes', name: 'Yes' },
    { value: 'no', name: 'No' },
  ]
}

function answersAmong(chosen: readonly string[]): string[] {
  return chosen.filter((value) => !controlValues.includes(value))
}

/** Whether what is ticked can be taken; else one line saying what is wrong. */
function checkTicks(question: Question, chosen: readonly string[]): true | string {
  // Enter on a line that is not ticked chooses nothing; without this it would pass for an answer.
  if (chosen.length === 0) return `Tick at least one line with Space; "${controls.skip.name}" is one of them.`
  if (chosen.includes(controls.why.value)) return true
  const answers = answersAmong(chosen)
  if (answers.length > 0 && chosen.includes(controls.skip.value)) {
    return `Tick either answers or "${controls.skip.name}", not both.`
  }
  const both = contradictionIn(question, answers)
  if (both === undefined) return true
  const names = both.map((id) => `"${question.values?.find((one) => one.id === id)?.label ?? id}"`)
  return `${names.join(' and ')} contradict each other: tick one of them.`
}

/**
 * A question as inquirer draws it. Every one can be skipped, explained, or be the last.
 *
 * @param ticked answers that were ticked before the question had to be asked again
 */
export function promptFor(question: Question, ticked: readonly string[] = []): PromptQuestion {
  const choices = [...choicesOf(question), controls.skip, controls.why, controls.enough]
  if (question.kind !== 'several') return { type: 'select', message: question.text, choices, loop: false }
  return {
    type: 'checkbox',
    message: question.text,
    choices: choices.map((choice) => ({ ...choice, checked: ticked.includes(choice.value) })),
    loop: false,
    // inquirer's keys that tick or turn round all lines make no sense with these.
    shortcuts: { all: null, invert: null },
    validate: (chosen: readonly { value: string }[]) =>
      checkTicks(
        question,
        chosen.map(({ value }) => value),
      ),
  }
}

function valueGiven(question: Question, answers: readonly string[]): { value?: AnswerValue } {
  const [first] = answers
  if (first === undefined) return {}
  if (question.kind === 'yes-no') return { value: first === 'yes' }
  return { value: question.kind === 'several' ? [...answers] : first }
}

/** What an answer of the prompt means. */
export function readAnswer(question: Question, given: string | string[]): Reply {
  const chosen = [given].flat()
  const answers = answersAmong(chosen)
  if (chosen.includes(controls.why.value)) return { kind: 'why', ticked: answers }
  const kind = chosen.includes(controls.enough.value) ? 'enough' : 'answer'
  return { kind, ...valueGiven(question, answers) }
}

/** Asks one question until it is answered or skipped; who wants to know why gets told, and is asked again. */
export async function askQuestion(
  question: Question,
  prompt: Prompt,
  say: (text: string) => void,
): Promise<Exclude<Reply, { kind: 'why' }>> {
  let ticked: string[] = []
  for (;;) {
    const reply = readAnswer(question, await prompt<string | string[]>(promptFor(question, ticked)))
    if (reply.kind !== 'why') return reply
    ticked = reply.ticked
    say(question.why)
  }
}
