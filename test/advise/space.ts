import * as fc from 'fast-check'
import { createAdvisor } from '../../src/advise/engine.js'
import { possibleValues } from '../../src/advise/values.js'
import { loadQuestions, loadRules, loadSetups } from '../../src/catalogue/data.js'
import type {
  Answers,
  AnswerValue,
  Facts,
  Family,
  Question,
  ServerFacts,
  SetupId,
} from '../../src/model/index.js'

export const rules = loadRules()
export const setups = loadSetups()
export const questions = loadQuestions()
export const advisor = createAdvisor({ rules, setups, questions })

export const allPlaces = [
  'computer',
  'second-computer',
  'phone',
  'tablet',
  'webmail',
  'shared-computer',
] as const

export function familyOf(setup: SetupId): Family {
  const found = setups.setups.find((one) => one.id === setup)
  if (found === undefined) throw new Error(`no set-up ${setup}`)
  return found.family
}

const unsaid = Symbol('unsaid')

function valuesOf(id: keyof Answers): (AnswerValue | typeof unsaid)[] {
  const question = questions.questions.find((one) => one.id === id)
  if (question === undefined) throw new Error(`no question ${id}`)
  return [unsaid, ...possibleValues(question)]
}

/** Calls back with every combination of answers to these questions, unsaid included. */
export function enumerate(
  ids: readonly (keyof Answers)[],
  visit: (answers: Answers) => void,
  base: Answers = {},
): void {
  const [id, ...rest] = ids
  if (id === undefined) {
    visit(base)
    return
  }
  for (const value of valuesOf(id)) enumerate(rest, visit, value === unsaid ? base : { ...base, [id]: value })
}

/** The questions that decide most; their whole space is small enough to visit. */
export const core = [
  'readers',
  'team-style',
  'server-space',
  'own-copy',
  'offline-reading',
  'server-organisation',
  'backups',
] as const

function answerTo(question: Question): fc.Arbitrary<unknown> {
  return fc.option(fc.constantFrom(...possibleValues(question)), { nil: undefined })
}

/** Any answers to any questions that people are asked. */
export const anyAnswers: fc.Arbitrary<Answers> = fc
  .record(
    Object.fromEntries(
      questions.questions
        .filter((question) => question.kind !== 'provider')
        .map((question) => [question.id, answerTo(question)]),
    ),
  )
  .map(
    (answers) =>
      Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)) as Answers,
  )

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** Any facts about a server that a probe could show. */
export const anyServerFacts: fc.Arbitrary<ServerFacts> = fc
  .record({
    'imap-offered': maybe(fc.boolean()),
    'pop3-offered': maybe(fc.boolean()),
    'imap-tls': maybe(fc.constantFrom('verified', 'unverified', 'none')),
    'pop3-tls': maybe(fc.constantFrom('verified', 'unverified', 'none')),
    'imap-idle': maybe(fc.boolean()),
    'imap-quick-resync': maybe(fc.boolean()),
    'imap-special-use': maybe(fc.boolean()),
    'imap-quota': maybe(fc.boolean()),
    'imap-capabilities-complete': maybe(fc.boolean()),
    'pop3-uidl': maybe(fc.boolean()),
    'pop3-expire-days': maybe(fc.constantFrom(0, 1, 7, 60)),
    'pop3-login-delay-seconds': maybe(fc.constantFrom(0, 60, 900)),
    'quota-used-percent': maybe(fc.integer({ min: 0, max: 120 })),
    'imap-idle-dropped': maybe(fc.boolean()),
    'inbox-messages': maybe(fc.constantFrom(0, 500, 40_000)),
    'folders-in-use': maybe(fc.constantFrom(0, 5, 38)),
    'pop3-hidden-percent': maybe(fc.integer({ min: 0, max: 100 })),
    'pop3-maildrop-mb': maybe(fc.constantFrom(0, 20, 4_100)),
    'pop3-top': maybe(fc.boolean()),
    'provider-sign-in': maybe(fc.constantFrom('password', 'app-password', 'oauth2-only', 'none')),
    'provider-native': maybe(fc.constant('the suite')),
    'sign-in-works': maybe(fc.boolean()),
  })
  .map(
    (facts) =>
      Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as ServerFacts,
  )

export const anyFacts: fc.Arbitrary<Facts> = fc
  .tuple(anyAnswers, anyServerFacts)
  .map(([answers, server]) => ({ ...answers, ...server }))

/** Runs a synchronous property, with a fixed seed so that the suite is the same every day: fast-check throws where it fails. */
export function holds<Inputs>(property: fc.IProperty<Inputs>, numRuns: number): void {
  void fc.assert(property, { numRuns, endOnFailure: true, seed: Number(process.env.FUZZ_SEED ?? 9051) })
}
