import { describe, expect, it } from 'vitest'
import { loadQuestions } from '../../src/catalogue/data.js'
import { answerBehind, keyHint, layOut, problemLine } from '../../src/cli/prompts/layout.js'
import { promptFor } from '../../src/cli/prompts/question.js'

const questions = loadQuestions().questions.filter(({ role }) => role !== 'measured')
const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')

/** The lines that inquirer draws of a question: what it puts before them and what is laid out. */
function drawn(text: string, lead: string): string[] {
  return `${lead}${text}`.split('\n')
}

describe.each([80, 60, 40])('a prompt at %i columns', (columns) => {
  const screen = { columns, rows: 24 }

  it.each(questions.map((one) => [one.id, one] as const))('%s breaks only between words', (_, question) => {
    const prompt = promptFor(question)
    const { message, choices = [], type } = layOut(prompt, screen)
    const lines = [
      ...drawn(message, '? '),
      ...choices.flatMap(({ name }) => drawn(name, type === 'checkbox' ? '>[ ] ' : '> ')),
    ]
    expect(lines.filter((line) => line.length >= columns)).toEqual([])
    expect(words(message)).toEqual(words(question.text))
    expect(choices.map(({ name }) => words(name))).toEqual(
      (prompt.choices ?? []).map(({ name }) => words(name)),
    )
  })

  it('shows all choices at once where they fit', () => {
    for (const question of questions) {
      const { pageSize } = layOut(promptFor(question), { columns, rows: 50 })
      expect(pageSize).toBeGreaterThanOrEqual(promptFor(question).choices?.length ?? 0)
    }
    const [first] = questions
    if (first !== undefined) expect(layOut(promptFor(first), { columns, rows: 5 }).pageSize).toBe(4)
  })

  it('has hints and complaints that fit', () => {
    const complaint = problemLine('Tick either answers or "I don\'t know", not both, please.', screen)
    for (const text of [keyHint('checkbox', screen), keyHint('select', screen), complaint]) {
      expect(text.split('\n').filter((line) => line.length >= columns)).toEqual([])
    }
  })
})

describe('an answer', () => {
  const screen = { columns: 40, rows: 24 }

  it('stays behind its question where it fits', () => {
    expect(answerBehind('Where is the mail read?', 'A phone', screen)).toBe('A phone')
  })

  it('has lines of its own where it does not', () => {
    expect(answerBehind('Where is the mail read?', 'A computer of my own, A phone, A tablet', screen)).toBe(
      '\n  A computer of my own, A phone, A\n  tablet',
    )
  })

  it('is measured from the last line of a question of several', () => {
    expect(answerBehind('Does all your mail fit on the server,\n  please?', 'Yes', screen)).toBe('Yes')
  })
})

describe('the keys', () => {
  it('are no part of the question, which stays when it is answered', () => {
    for (const question of questions) expect(promptFor(question).message).not.toContain('Enter')
  })
})
