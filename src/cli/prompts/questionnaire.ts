import { type Answers, type Question, UserError } from '../../model/index.js'
import { askQuestion } from './question.js'
import type { Prompt } from './terminal.js'

/** What the questionnaire needs of the world. */
export interface Questionnaire {
  /** The next question worth asking after these answers; those asked before are never asked again. */
  next: (answers: Answers, asked: ReadonlySet<string>) => Question | undefined
  prompt: Prompt
  /** Shows a text to the person, above the next question. */
  say: (text: string) => void
  /** The command that goes on from some answers, told when the person breaks off. */
  repeat: (answers: Answers) => string
}

/**
 * Asks what is still open, in the engine's order, until nothing that could be answered would change the choice, or the
 * person has had enough.
 *
 * @returns the answers given before and those given now
 * @throws UserError `interrupted` whose hint repeats what was answered so far
 */
export async function askQuestions(given: Answers, questionnaire: Questionnaire): Promise<Answers> {
  const { next, prompt, say, repeat } = questionnaire
  const asked = new Set<string>()
  let answers = given
  for (let question = next(answers, asked); question !== undefined; question = next(answers, asked)) {
    asked.add(question.id)
    try {
      const { kind, value } = await askQuestion(question, prompt, say)
      if (value !== undefined) answers = { ...answers, [question.id]: value }
      if (kind === 'enough') break
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'interrupted') throw error
      const { message, exitCode } = error
      throw new UserError('interrupted', message, {
        exitCode,
        hint: `To go on from here: ${repeat(answers)}`,
      })
    }
  }
  return answers
}
