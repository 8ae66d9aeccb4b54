import { providerIds } from '../catalogue/data.js'
import {
  type Answers,
  type AnswerValue,
  type Question,
  type QuestionsData,
  UserError,
} from '../model/index.js'
import { didYouMean, nearest } from './nearest.js'
import { readUserFile } from './read-file.js'
import { printableTarget } from './targets.js'

const yes = ['yes', 'true', 'y']
const no = ['no', 'false', 'n']

/** The values that a question takes, as they are typed. */
function validValues(question: Question): readonly string[] {
  if (question.kind === 'yes-no') return ['yes', 'no']
  if (question.kind === 'provider') return providerIds()
  return question.values?.map((value) => value.id) ?? []
}

function badValue(question: Question, given: unknown, hint: string): UserError {
  const shown = typeof given === 'string' ? `"${given}"` : JSON.stringify(given)
  return new UserError('bad-value', `${shown} is no answer to "${question.id}"`, { hint })
}

function emptyValue(question: Question): UserError {
  return new UserError('bad-value', `An answer to "${question.id}" is empty`, {
    hint: `Valid: ${validValues(question).join(', ')}; leave the question out to say nothing.`,
  })
}

/** Refuses a text that names several values where one is wanted. */
function checkSingle(question: Question, given: unknown): void {
  const several = Array.isArray(given) ? given.length > 1 : typeof given === 'string' && given.includes(',')
  if (!several) return
  const shown = Array.isArray(given) ? given.join(',') : given
  throw new UserError('bad-value', `"${question.id}" takes one value, not several: "${shown}"`, {
    hint: `Valid: ${validValues(question).join(', ')}.`,
  })
}

function oneValue(question: Question, given: unknown): string {
  const valid = validValues(question)
  if (typeof given !== 'string') throw badValue(question, given, `Valid: ${valid.join(', ')}.`)
  const text = given.trim()
  if (text === '') throw emptyValue(question)
  if (!valid.includes(text)) throw badValue(question, given, didYouMean(text, valid))
  return text
}

function yesOrNo(question: Question, given: unknown): boolean {
  if (typeof given === 'boolean') return given
  const text = typeof given === 'string' ? given.trim().toLowerCase() : undefined
  if (text === '') throw emptyValue(question)
  if (text !== undefined && yes.includes(text)) return true
  if (text !== undefined && no.includes(text)) return false
  throw badValue(question, given, 'Valid: yes, no.')
}

// Values of one question that cannot both be true.
const opposites: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  connection: [
    ['steady', 'breaks'],
    ['steady', 'rare'],
  ],
}

/** Two values among those given to a question that contradict each other. */
export function contradictionIn(
  { id }: Question,
  values: readonly string[],
): readonly [string, string] | undefined {
  return opposites[id]?.find((pair) => pair.every((value) => values.includes(value)))
}

/** In JSON a list or a single value; on the command line also several with commas. Each value once. */
function severalValues(question: Question, given: unknown): string[] {
  const list = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [given]
  const values = [...new Set(list.map((value) => oneValue(question, value)))]
  if (values.length === 0) {
    throw badValue(question, given, 'An empty list says nothing: leave the question out instead.')
  }
  const both = contradictionIn(question, values)
  if (both !== undefined) {
    throw new UserError('bad-value', `"${question.id}" cannot be both ${both.join(' and ')}`, {
      hint: 'Leave out one of them.',
    })
  }
  return values
}

function valueFor(question: Question, given: unknown): AnswerValue {
  if (question.kind === 'several') return severalValues(question, given)
  checkSingle(question, given)
  return question.kind === 'yes-no' ? yesOrNo(question, given) : oneValue(question, given)
}

function questionFor(id: string, { questions }: QuestionsData): Question {
  const question = questions.find((known) => known.id === id)
  if (question !== undefined) return question
  const ids = questions.map((known) => known.id)
  const near = nearest(id, ids)
  throw new UserError('unknown-question', `Unknown question "${id}"`, {
    hint: near === undefined ? `Valid: ${ids.join(', ')}.` : `Did you mean "${near}"?`,
  })
}

/**
 * Answers from a JSON value.
 *
 * @throws UserError for an unknown question or value, with the nearest valid one
 */
export function parseAnswers(input: unknown, questions: QuestionsData): Answers {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new UserError('bad-answers-file', 'Answers must be one JSON object of question ids and values', {
      hint: 'For example {"readers": "one-person", "places": ["computer", "phone"]}.',
    })
  }
  const entries = Object.entries(input)
    // null is how many programs write "not said".
    .filter(([, value]) => value !== null)
    .map(([id, value]) => [id, valueFor(questionFor(id, questions), value)])
  return Object.fromEntries(entries) as Answers
}

/** One answer as it stands on the command line: id=value, several values with commas. */
export function parseSetting(text: string, questions: QuestionsData): Answers {
  const at = text.indexOf('=')
  if (at < 1) {
    throw new UserError('bad-value', `--set wants id=value, not "${printableTarget(text)}"`, {
      hint: 'For example --set places=computer,phone.',
    })
  }
  const question = questionFor(text.slice(0, at).trim(), questions)
  return { [question.id]: valueFor(question, text.slice(at + 1)) } as Answers
}

function mergeOne(before: Answers, stated: Answers): Answers {
  const [id = ''] = Object.keys(stated)
  const [first, second] = [before, stated].map((answers) =>
    asSettings(answers).find((one) => one.startsWith(`${id}=`)),
  )
  if (first === undefined || first === second) return { ...before, ...stated }
  throw new UserError('bad-value', `--set says two things: ${first} and ${second}`, {
    hint: 'Leave out one of them; where a question takes several values, they stand in one --set with commas.',
  })
}

/**
 * The answers of several --set. The same answer may be given twice.
 *
 * @throws UserError also for two different answers to one question
 */
export function parseSettings(texts: readonly string[], questions: QuestionsData): Answers {
  return texts.map((text) => parseSetting(text, questions)).reduce(mergeOne, {})
}

/** Answers as text of JSON, from a file or from stdin. */
export function parseAnswersText(name: string, text: string, questions: QuestionsData): Answers {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError('bad-answers-file', `${name} is ${whyNoJson(text, error)}`, {
      hint: 'It must be one object, for example {"readers": "one-person", "places": ["computer", "phone"]}.',
    })
  }
  return parseAnswers(value, questions)
}

function whyNoJson(text: string, error: unknown): string {
  if (text.trim() === '') return 'empty'
  return `not JSON: ${error instanceof Error ? error.message : String(error)}`
}

/** Reads and parses a file of answers. */
export function readAnswersFile(file: string, questions: QuestionsData): Answers {
  return parseAnswersText(file, readUserFile(file), questions)
}

/** The answers as flags: every interactive run prints the command that repeats it. */
export function asSettings(answers: Answers): string[] {
  return Object.entries(answers).map(([id, value]) => `${id}=${settingText(value)}`)
}

function settingText(value: AnswerValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.join(',') : value
}
