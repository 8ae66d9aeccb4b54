import type { AnswerValue, Question } from '../../model/index.js'
import type { Prompt, PromptQuestion } from './terminal.js'

// No value of a question can start with a question mark (its ids are plain words), so these never clash.
const whyChoice = { value: '?why', name: 'Why do you ask?' }
const skipChoice = { value: '?skip', name: "I don't know" }
const enoughChoice = { value: '?enough', name: 'Enough questions: show the advice' }
const longestList = 12

function choicesOf({ kind, values }: Question): { value: string; name: string }[] {
  if (kind !== 'yes-no') return (values ?? []).map(({ id, label }) => ({ value: id, name: label }))
  return [
    { value: 'yes', name: 'Yes' },
    { value: 'no', name: 'No' },
  ]
}

// Enter on a line that is not ticked chooses nothing; without this it would pass for an answer.
function tickedOne(ticked: readonly unknown[]): true | string {
  return ticked.length > 0 || `Tick at least one line with Space; "${skipChoice.name}" is one of them.`
}

/** A question as inquirer draws it. Every one can be skipped, explained, or be the last. */
export function promptFor(question: Question): PromptQuestion {
  const several = question.kind === 'several'
  return {
    type: several ? 'checkbox' : 'select',
    message: several ? `${question.text} (Space ticks, Enter goes on)` : question.text,
    choices: [...choicesOf(question), skipChoice, whyChoice, enoughChoice],
    pageSize: longestList,
    loop: false,
    ...(several && { validate: tickedOne }),
  }
}

/** What an answer of the prompt means: a value, nothing said, the wish to know why, or to be asked no more. */
export function readAnswer(
  question: Question,
  given: string | string[],
): AnswerValue | 'why' | 'enough' | undefined {
  const chosen = [given].flat()
  if (chosen.includes(whyChoice.value)) return 'why'
  if (chosen.includes(enoughChoice.value)) return 'enough'
  const values = chosen.filter((value) => value !== skipChoice.value)
  const [first] = values
  if (first === undefined) return undefined
  if (question.kind === 'yes-no') return first === 'yes'
  return question.kind === 'several' ? values : first
}

/** Asks one question until it is answered or skipped; who wants to know why gets told, and is asked again. */
export async function askQuestion(
  question: Question,
  prompt: Prompt,
  say: (text: string) => void,
): Promise<AnswerValue | 'enough' | undefined> {
  for (;;) {
    const answer = readAnswer(question, await prompt<string | string[]>(promptFor(question)))
    if (answer !== 'why') return answer
    say(question.why)
  }
}
