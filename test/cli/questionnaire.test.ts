import { describe, expect, it } from 'vitest'
import { advisor, factsFrom } from '../../src/app/recommend.js'
import { loadQuestions } from '../../src/catalogue/data.js'
import type { PromptQuestion } from '../../src/cli/prompts/layout.js'
import { controls, promptFor, readAnswer } from '../../src/cli/prompts/question.js'
import { askQuestions } from '../../src/cli/prompts/questionnaire.js'
import type { Prompt } from '../../src/cli/prompts/terminal.js'
import { type Answers, exitCodes, type Question, UserError } from '../../src/model/index.js'

const questions = loadQuestions().questions
const asked = questions.filter(({ role }) => role !== 'measured')

function question(id: string): Question {
  const found = questions.find((one) => one.id === id)
  if (found === undefined) throw new Error(`No question ${id}`)
  return found
}

/** A person who gives these answers, and breaks off when they run out. */
function person(script: readonly (string | string[])[]): { prompt: Prompt; seen: PromptQuestion[] } {
  const seen: PromptQuestion[] = []
  const left = [...script]
  const prompt = async (prompted: PromptQuestion) => {
    seen.push(prompted)
    const answer = left.shift()
    if (answer === undefined) throw new UserError('interrupted', 'Interrupted', { exitCode: 130 })
    return answer
  }
  return { prompt: prompt as Prompt, seen }
}

/** Runs the questionnaire over the real engine. */
async function run(script: readonly (string | string[])[], given: Answers = {}, all = false) {
  const { prompt, seen } = person(script)
  const said: string[] = []
  const engine = advisor()
  const answers = await askQuestions(given, {
    prompt,
    next: (known, done) => engine.nextQuestion(factsFrom(known).facts, { all, asked: done }),
    say: (text) => said.push(text),
    repeat: (known) => JSON.stringify(known),
  })
  return { answers, seen, said }
}

const skips = Array.from({ length: 40 }, () => '?skip')

describe('a question as it is drawn', () => {
  it.each(asked.map((one) => [one.id, one] as const))('%s can be skipped and explained', (_, one) => {
    const { message, choices = [] } = promptFor(one)
    expect(message).toBe(one.text)
    expect(choices.slice(-3).map(({ name }) => name)).toEqual([
      "I don't know",
      'Why do you ask?',
      'Enough questions: show the advice',
    ])
    expect(choices.length).toBeGreaterThan(3)
  })

  it.each([
    ['places', [], 'Space'],
    ['places', ['phone'], true],
    ['places', ['?skip'], true],
    ['places', ['phone', '?skip'], 'Tick either answers or "I don\'t know"'],
    ['places', ['phone', '?enough'], true],
    ['places', ['phone', '?skip', '?why'], true],
    ['connection', ['steady', 'slow'], true],
    ['connection', ['steady', 'breaks'], '"Steady" and "Breaks off now and then" contradict each other'],
    ['connection', ['rare', 'steady'], 'contradict each other'],
  ])('%s ticked %j: %s', (id, ticked, expected) => {
    const { validate } = promptFor(question(id)) as { validate?: (ticked: unknown[]) => true | string }
    const result = validate?.(ticked.map((value) => ({ value })))
    if (expected === true) expect(result).toBe(true)
    else expect(result).toContain(expected)
  })
})

describe('what an answer means', () => {
  it.each([
    ['readers', 'program', { kind: 'answer', value: 'program' }],
    ['own-copy', 'yes', { kind: 'answer', value: true }],
    ['own-copy', 'no', { kind: 'answer', value: false }],
    ['places', ['phone', 'computer'], { kind: 'answer', value: ['phone', 'computer'] }],
    ['places', ['?skip'], { kind: 'answer' }],
    ['readers', '?skip', { kind: 'answer' }],
    ['places', ['phone', '?why'], { kind: 'why', ticked: ['phone'] }],
    ['readers', '?why', { kind: 'why', ticked: [] }],
    ['readers', '?enough', { kind: 'enough' }],
    ['places', ['phone', '?enough'], { kind: 'enough', value: ['phone'] }],
  ])('%s: %j is %j', (id, given, meaning) => expect(readAnswer(question(id), given)).toEqual(meaning))

  it('is never a control for a value that a question takes', () => {
    const values = questions.flatMap((one) => (one.values ?? []).map(({ id }) => id))
    for (const { value } of Object.values(controls)) expect([...values, 'yes', 'no']).not.toContain(value)
  })

  it.each(
    asked
      .filter(({ kind }) => kind === 'one' || kind === 'several')
      .flatMap((one) => (one.values ?? []).map(({ id }) => [one.id, id] as const)),
  )('%s answered %s is that answer', (id, value) => {
    const one = question(id)
    const several = one.kind === 'several'
    expect(readAnswer(one, several ? [value] : value)).toEqual({
      kind: 'answer',
      value: several ? [value] : value,
    })
  })
})

describe('the questionnaire', () => {
  it('collects answers until nothing can change the choice', async () => {
    const { answers } = await run(['one-person', ['computer', 'phone'], ...skips])
    expect(answers).toEqual({ readers: 'one-person', places: ['computer', 'phone'] })
  })

  it('takes "enough" space on the server for an answer, not for the end', async () => {
    const given: Answers = { readers: 'one-person', places: ['computer'] }
    const { answers, seen } = await run(['enough', ...skips], given)
    expect(seen[0]?.message).toBe(question('server-space').text)
    expect(answers).toEqual({ ...given, 'server-space': 'enough' })
    expect(seen.length).toBeGreaterThan(1)
  })

  it('keeps the ticks of a question that had to be explained', async () => {
    const { seen, answers } = await run([['phone', '?why'], ['phone', 'tablet'], ...skips], {
      readers: 'one-person',
    })
    const ticked = seen[1]?.choices?.filter(({ checked }) => checked).map(({ value }) => value)
    expect(ticked).toEqual(['phone'])
    expect(answers.places).toEqual(['phone', 'tablet'])
  })

  it('explains why it asks and asks again', async () => {
    const { answers, seen, said } = await run(['?why', 'program', ...skips])
    expect(said).toEqual([question('readers').why])
    expect(seen[0]).toEqual(seen[1])
    expect(answers.readers).toBe('program')
  })

  it('never asks a skipped question again, and never what was given', async () => {
    const { seen, answers } = await run(skips, { readers: 'one-person' })
    const messages = seen.map(({ message }) => message)
    expect(new Set(messages).size).toBe(messages.length)
    expect(messages).not.toContain(question('readers').text)
    expect(answers).toEqual({ readers: 'one-person' })
  })

  it('asks about the steps only with all questions', async () => {
    const text = question('current-protocol').text
    expect((await run(skips)).seen.map(({ message }) => message)).not.toContain(text)
    expect((await run(skips, {}, true)).seen.map(({ message }) => message)).toContain(text)
  })

  it('ends when the person has had enough, with what was said until then', async () => {
    const { answers, seen } = await run(['one-person', ['phone'], '?enough'])
    expect(answers).toEqual({ readers: 'one-person', places: ['phone'] })
    expect(seen).toHaveLength(3)
  })

  it('ends with what was ticked together with "enough"', async () => {
    const { answers, seen } = await run(['one-person', ['phone', '?enough'], ...skips])
    expect(answers).toEqual({ readers: 'one-person', places: ['phone'] })
    expect(seen).toHaveLength(2)
  })

  it('loses nothing when the person breaks off', async () => {
    const broken = run(['one-person', ['phone']])
    await expect(broken).rejects.toMatchObject({
      code: 'interrupted',
      exitCode: exitCodes.interrupted,
      hint: 'To go on from here: {"readers":"one-person","places":["phone"]}',
    })
  })
})
