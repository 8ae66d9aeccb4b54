import { displayWidth } from '../../render/display-width.js'
import { wrap } from '../../render/wrap.js'

/** What the prompts of this program use of inquirer's questions. */
export interface PromptQuestion {
  type: 'select' | 'checkbox' | 'password'
  message: string
  choices?: readonly { value: string; name: string; short?: string; checked?: boolean }[]
  [setting: string]: unknown
}

/** The terminal that a prompt is drawn on. */
export interface Screen {
  columns: number
  rows: number
}

const hints = {
  select: 'Up and Down move, Enter chooses',
  checkbox: 'Up and Down move, Space ticks, Enter goes on',
  password: '',
}

/** What inquirer puts before the question, and before a choice. */
const lead = 2
const choiceLead = { select: 2, checkbox: 5, password: 0 }

// Lines below and above the list: question, empty line, hint, a message about what is wrong.
const otherLines = 8
const shortestList = 4
const narrowest = 10

/** Columns to fill: a full last column makes terminals differ in where the cursor stands. */
function columnsOf({ columns }: Screen): number {
  return Math.max(narrowest, columns - 1)
}

function folded(text: string, columns: number, indent: number): string {
  return wrap(text, Math.max(1, columns - indent)).join(`\n${' '.repeat(indent)}`)
}

/** A prompt with its texts broken between words to fit the screen: inquirer itself breaks them anywhere. */
export function layOut(question: PromptQuestion, screen: Screen): PromptQuestion {
  const columns = columnsOf(screen)
  const message = folded(question.message, columns, lead)
  if (question.choices === undefined) return { ...question, message }
  const indent = choiceLead[question.type]
  const choices = question.choices.map((choice) => ({
    ...choice,
    short: choice.name,
    name: folded(choice.name, columns, indent),
  }))
  const lines = choices.reduce((sum, { name }) => sum + name.split('\n').length, 0)
  const pageSize = Math.min(lines, Math.max(shortestList, screen.rows - otherLines))
  return { ...question, message, choices, pageSize }
}

/** The line below a prompt that says which keys do what; it goes when the question is answered. */
export function keyHint(type: PromptQuestion['type'], screen: Screen): string {
  return hints[type] === '' ? '' : wrap(hints[type], columnsOf(screen)).join('\n')
}

/** What is wrong with an answer, for the line below the prompt. */
export function problemLine(text: string, screen: Screen): string {
  return folded(`> ${text}`, columnsOf(screen), 0)
}

/** The answer as it stays behind its question, on a line of its own where it does not fit behind it. */
export function answerBehind(message: string, answer: string, screen: Screen): string {
  const columns = columnsOf(screen)
  const lastLine = message.split('\n').at(-1) ?? ''
  const taken = message.includes('\n') ? displayWidth(lastLine) : lead + displayWidth(lastLine)
  if (taken + 1 + displayWidth(answer) <= columns) return answer
  return `\n${' '.repeat(lead)}${folded(answer, columns, lead)}`
}
