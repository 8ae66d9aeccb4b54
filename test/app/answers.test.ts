import { describe, expect, it } from 'vitest'
import {
  asSettings,
  parseAnswers,
  parseAnswersText,
  parseSetting,
  parseSettings,
} from '../../src/app/answers.js'
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

  it.each([
    ['readers=one-person,program', '"readers" takes one value, not several: "one-person,program"'],
    ['own-copy=yes,no', 'takes one value'],
    ['places=', 'An answer to "places" is empty'],
    ['readers= ', 'An answer to "readers" is empty'],
    ['own-copy=', 'An answer to "own-copy" is empty'],
    ['places=phone,,tablet', 'An answer to "places" is empty'],
    ['connection=steady,breaks', 'cannot be both steady and breaks'],
    ['connection=rare,steady', 'cannot be both steady and rare'],
  ])('refuses %s and says why', (text, why) => {
    expect(errorOf(() => parseSetting(text, questions))).toMatchObject({ code: 'bad-value', exitCode: 2 })
    expect(errorOf(() => parseSetting(text, questions)).message).toContain(why)
  })

  it('never shows the password of something that is no answer', () => {
    expect(errorOf(() => parseSetting('imaps://u:hunter2@h', questions)).message).not.toContain('hunter2')
  })
})

describe('several answers on the command line', () => {
  it('make one, also where one is said twice', () => {
    expect(parseSettings(['places=phone', 'own-copy=yes', 'own-copy=y'], questions)).toEqual({
      places: ['phone'],
      'own-copy': true,
    })
  })

  it('must not say two things about one question', () => {
    const error = errorOf(() => parseSettings(['readers=program', 'readers=one-person'], questions))
    expect(error).toMatchObject({ code: 'bad-value', exitCode: 2 })
    expect(error.message).toContain('readers=program and readers=one-person')
  })
})
