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

const yes = ['yes', 'true', 'y']
const no = ['no', 'false', 'n']

/** The values that a question takes, as they are typed. */
function validValues(question: Question): string[] {
  if (question.kind === 'yes-no') return ['yes', 'no']
  if (question.kind === 'provider') return providerIds()
  return question.values?.map((value) => value.id) ?? []
}

function badValue(question: Question, given: unknown, hint: string): UserError {
  const shown = typeof given === 'string' ? `"${given}"` : JSON.stringify(given)
  return new UserError('bad-value', `${shown} is no answer to "${question.id}"`, { hint })
}

function oneValue(question: Question, given: unknown): string {
  const valid = validValues(question)
  if (typeof given !== 'string') throw badValue(question, given, `Valid: ${valid.join(', ')}.`)
  const text = given.trim()
  if (!valid.includes(text)) throw badValue(question, given, didYouMean(text, valid))
  return text
}

function yesOrNo(question: Question, given: unknown): boolean {
  if (typeof given === 'boolean') return given
  const text = typeof given === 'string' ? given.trim().toLowerCase() : ''
  if (yes.includes(text)) return true
  if (no.includes(text)) return false
  throw badValue(question, given, 'Valid: yes, no.')
}

/** In JSON a list or a single value; on the command line also several with commas. Each value once. */
function severalValues(question: Question, given: unknown): string[] {
  const list = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [given]
  const values = [...new Set(list.map((value) => oneValue(question, value)))]
  if (values.length === 0) {
    throw badValue(question, given, 'An empty list says nothing: leave the question out instead.')
  }
  return values
}

function valueFor(question: Question, given: unknown): AnswerValue {
  if (question.kind === 'yes-no') return yesOrNo(question, given)
  return question.kind === 'several' ? severalValues(question, given) : oneValue(question, given)
}

function questionFor(id: string, { questions }: QuestionsData): Question {
  const question = questions.find((known) => known.id === id)
  if (question !== undefined) return question
  const ids = questions.map((known) => known.id)
  throw new UserError('unknown-question', `Unknown question "${id}"`, {
    hint:
      nearest(id, ids) === undefined ? `Known: ${ids.join(', ')}.` : didYouMean(id, ids).replace(/ \(.*/, ''),
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
    throw new UserError('bad-value', `--set wants id=value, not "${text}"`, {
      hint: 'For example --set places=computer,phone.',
    })
  }
  const question = questionFor(text.slice(0, at).trim(), questions)
  return { [question.id]: valueFor(question, text.slice(at + 1)) } as Answers
}

/**
 * Answers from a file of JSON.
 *
 * @param read gives the text: of the file, or of stdin for "-"
 */
export function parseAnswersText(name: string, text: string, questions: QuestionsData): Answers {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('bad-answers-file', `${name} is not JSON: ${why}`, {
      hint: 'It must be one object, for example {"readers": "one-person", "places": ["computer", "phone"]}.',
    })
  }
  return parseAnswers(value, questions)
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
