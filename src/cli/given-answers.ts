import { parseAnswersText, parseSetting, readAnswersFile } from '../app/answers.js'
import { loadQuestions } from '../catalogue/data.js'
import type { Answers } from '../model/index.js'
import { readStdin } from './secret-input.js'

async function fromFile(file: string | undefined): Promise<Answers> {
  const questions = loadQuestions()
  if (file === undefined) return {}
  return file === '-'
    ? parseAnswersText('stdin', await readStdin(), questions)
    : readAnswersFile(file, questions)
}

/** The answers of --answers and --set; --set wins, and of two for one question the later one. */
export async function givenAnswers(file: string | undefined, settings: readonly string[]): Promise<Answers> {
  const stated = settings.map((setting) => parseSetting(setting, loadQuestions()))
  return Object.assign(await fromFile(file), ...stated) as Answers
}
