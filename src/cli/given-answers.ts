import { parseAnswersText, parseSettings, readAnswersFile } from '../app/answers.js'
import { decodeText } from '../app/read-file.js'
import { loadQuestions } from '../catalogue/data.js'
import type { Answers } from '../model/index.js'
import { readStdinBytes } from './secret-input.js'

async function fromStdin(): Promise<Answers> {
  if (process.stdin.isTTY) process.stderr.write('Waiting for answers as JSON; end them with Ctrl-D.\n')
  return parseAnswersText('stdin', decodeText('stdin', await readStdinBytes()), loadQuestions())
}

async function fromFile(file: string | undefined): Promise<Answers> {
  if (file === undefined) return {}
  return file === '-' ? fromStdin() : readAnswersFile(file, loadQuestions())
}

/** The answers of --answers and --set; --set wins. */
export async function givenAnswers(file: string | undefined, settings: readonly string[]): Promise<Answers> {
  const stated = parseSettings(settings, loadQuestions())
  return { ...(await fromFile(file)), ...stated }
}
