import { describe, expect, it } from 'vitest'
import { asSettings, parseAnswers, parseAnswersText, parseSetting } from '../../src/app/answers.js'
import { loadQuestions } from '../../src/catalogue/data.js'
import { UserError } from '../../src/model/index.js'

const questions = loadQuestions()

function errorOf(work: () => unknown): UserError {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('answers from JSON', () => {
  it('take lists, single values, yes and no, and booleans', () => {
    const answers = parseAnswers(
      { places: 'phone', connection: ['breaks', 'slow'], 'own-copy': 'yes', calendar: false },
      questions,
    )
    expect(answers).toEqual({
      places: ['phone'],
      connection: ['breaks', 'slow'],
      'own-copy': true,
      calendar: false,
    })
  })

  it('leave out what is null, and count each value once', () => {
    expect(parseAnswers({ readers: null, places: ['phone', 'phone'] }, questions)).toEqual({
      places: ['phone'],
    })
  })

  it('name the nearest question and the nearest value', () => {
    const question = errorOf(() => parseAnswers({ plaecs: 'phone' }, questions))
    expect(question).toMatchObject({ code: 'unknown-question', exitCode: 2 })
    expect(question.hint).toContain('"places"')
    const value = errorOf(() => parseAnswers({ places: ['fone'] }, questions))
    expect(value).toMatchObject({ code: 'bad-value', exitCode: 2 })
    expect(value.hint).toContain('"phone"')
  })

  it('refuse an empty list, because it looks like an answer and says nothing', () => {
    expect(errorOf(() => parseAnswers({ places: [] }, questions)).code).toBe('bad-value')
  })

  it.each([['[1]'], ['"imap"'], ['null'], ['{"places"']])(
    'refuse %s with an example of what is wanted',
    (text) => {
      const error = errorOf(() => parseAnswersText('answers.json', text, questions))
      expect(error.code).toBe('bad-answers-file')
      expect(error.hint).toContain('{"readers"')
    },
  )

  it('know no members of every object', () => {
    expect(errorOf(() => parseAnswers(JSON.parse('{"__proto__": 1}'), questions)).code).toBe(
      'unknown-question',
    )
  })

  it('take the id of a bundled provider and name the nearest to a mistyped one', () => {
    expect(parseAnswers({ provider: 'icloud' }, questions)).toEqual({ provider: 'icloud' })
    expect(errorOf(() => parseAnswers({ provider: 'iclod' }, questions)).hint).toContain('icloud')
  })
})

describe('one answer on the command line', () => {
  it('takes commas for several values, and yes or no', () => {
    expect(parseSetting('places=computer, phone', questions)).toEqual({ places: ['computer', 'phone'] })
    expect(parseSetting('offline-reading=no', questions)).toEqual({ 'offline-reading': false })
  })

  it.each(['places', '=phone', ''])('refuses "%s", which has no id or no value', (text) => {
    expect(errorOf(() => parseSetting(text, questions)).message).toContain('id=value')
  })

  it('is what answers are printed as: reading it back gives the same answers', () => {
    const answers = parseAnswers(
      { readers: 'one-person', places: ['computer', 'phone'], 'own-copy': true },
      questions,
    )
    const again = asSettings(answers).map((text) => parseSetting(text, questions))
    expect(Object.assign({}, ...again)).toEqual(answers)
  })
})
