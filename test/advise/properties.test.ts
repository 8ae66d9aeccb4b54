import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAdvisor } from '../../src/advise/engine.js'
import { possibleValues } from '../../src/advise/values.js'
import type { Answers, Facts, SetupId } from '../../src/model/index.js'
import {
  advisor,
  allPlaces,
  anyAnswers,
  anyFacts,
  core,
  enumerate,
  familyOf,
  holds,
  questions,
  rules,
  setups,
} from './space.js'

const runs = 2000

/** Where each point stands for how much mail must stay on the server: the order that more places may only climb. */
const leaning: Record<'pop' | 'imap', number> = { pop: 0, imap: 1 }

describe('places', () => {
  it('never give plain POP to two or more of them, over the whole core of answers', () => {
    let visited = 0
    enumerate([...core, 'places'], (answers) => {
      visited++
      if ((answers.places?.length ?? 0) >= 2 && advisor.choose(answers) === 'pop') {
        throw new Error(`plain POP for ${JSON.stringify(answers)}`)
      }
    })
    expect(visited).toBeGreaterThan(100_000)
  })

  it('never give plain POP to two or more of them, whatever else is said or measured', () => {
    holds(
      fc.property(anyFacts, (facts) => {
        fc.pre((facts.places?.length ?? 0) >= 2)
        return advisor.choose(facts) !== 'pop'
      }),
      runs,
    )
  })

  it('are monotone: one more place never moves the advice from IMAP to POP', () => {
    holds(
      fc.property(anyAnswers, fc.constantFrom(...allPlaces), (answers, place) => {
        const places = answers.places ?? []
        fc.pre(!places.includes(place) && places.length > 0)
        const before = familyOf(advisor.choose(answers))
        const after = familyOf(advisor.choose({ ...answers, places: [...places, place] }))
        if (before === 'neither' || after === 'neither') return true
        return leaning[after] >= leaning[before]
      }),
      runs,
    )
  })

  it('beat a poor link: with two or more, no kind of connection changes the protocol', () => {
    holds(
      fc.property(anyAnswers, anyAnswers, (answers, other) => {
        fc.pre((answers.places?.length ?? 0) >= 2 && other.connection !== undefined)
        const { connection: _, ...without } = answers
        const poor = { ...without, connection: other.connection } as Answers
        return familyOf(advisor.choose(without)) === familyOf(advisor.choose(poor))
      }),
      runs,
    )
  })
})

describe('a line that breaks', () => {
  it('is a setting, not a protocol: it never changes the family', () => {
    holds(
      fc.property(anyAnswers, (answers) => {
        const others = (answers.connection ?? []).filter((kind) => kind !== 'breaks')
        const broken: Answers = { ...answers, connection: [...others, 'breaks'] }
        const { connection: _, ...rest } = answers
        const whole: Answers = others.length > 0 ? { ...rest, connection: others } : rest
        return familyOf(advisor.choose(broken)) === familyOf(advisor.choose(whole))
      }),
      runs,
    )
  })
})

describe('set-ups', () => {
  it('can all be reached by answers', () => {
    const reached = new Set<SetupId>()
    enumerate([...core, 'places'], (answers) => reached.add(advisor.choose(answers)))
    enumerate(['readers', 'program-style', 'legal-retention', 'calendar'], (answers) =>
      reached.add(advisor.choose(answers)),
    )
    expect([...reached].sort()).toEqual(setups.setups.map((setup) => setup.id).sort())
  })

  it('that leave mail on the server always carry a limit in days', () => {
    holds(
      fc.property(anyFacts, (facts) => {
        fc.pre(advisor.choose(facts) === 'pop-leave-on-server')
        const days = advisor
          .recommend(facts)
          .settings.find((setting) => setting.id === 'leave-on-server-days')?.value
        return typeof days === 'number' && days >= 1 && days <= (facts['pop3-expire-days'] || 365)
      }),
      300,
    )
  })

  it('that a rule rules out are neither chosen nor offered as an alternative', () => {
    holds(
      fc.property(anyFacts, (facts) => {
        const advice = advisor.recommend(facts)
        const ruledOut = new Set(advice.trace.flatMap((entry) => entry.rulesOut))
        return ![advice.choice, ...advice.alternatives.map((one) => one.choice)].some((id) =>
          ruledOut.has(id),
        )
      }),
      300,
    )
  })
})

describe('every rule', () => {
  const examples = rules.rules.flatMap((rule) => rule.examples.map((example) => example.facts as Facts))
  const sample = [...examples, ...fc.sample(anyFacts, { numRuns: 1500, seed: 7 })]

  it('is alive: it fires somewhere', () => {
    const fired = new Set(sample.flatMap((facts) => advisor.firedRules(facts).map((rule) => rule.id)))
    expect(rules.rules.map((rule) => rule.id).filter((id) => !fired.has(id))).toEqual([])
  })

  it('that gives points or rules out matters: without it some choice is another', () => {
    const choosing = rules.rules.filter((rule) => rule.families ?? rule.setups ?? rule.rulesOut)
    const idle = choosing.filter((rule) => {
      const without = createAdvisor({
        rules: { rules: rules.rules.filter((other) => other !== rule) as typeof rules.rules },
        setups,
        questions,
      })
      return sample.every((facts) => without.choose(facts) === advisor.choose(facts))
    })
    expect(idle.map((rule) => rule.id)).toEqual([])
  })

  it('has an effect of some kind', () => {
    const effects = [
      'families',
      'setups',
      'rulesOut',
      'contested',
      'contradiction',
      'settings',
      'risks',
      'limits',
      'confirms',
      'steps',
    ] as const
    expect(rules.rules.filter((rule) => effects.every((effect) => rule[effect] === undefined))).toEqual([])
  })
})

describe('counterfactuals', () => {
  it('are true when applied, and never longer than needed', () => {
    holds(
      fc.property(anyAnswers, (answers) => {
        const choice = advisor.choose(answers)
        const found = advisor.wouldChange(answers)
        for (const { changes, choice: promised } of found) {
          const changed = {
            ...answers,
            ...Object.fromEntries(changes.map(({ question, to }) => [question, to])),
          }
          expect(advisor.choose(changed)).toBe(promised)
          expect(promised).not.toBe(choice)
        }
        expect(new Set(found.map((one) => one.changes.length)).size).toBeLessThanOrEqual(1)
      }),
      200,
    )
  })

  it('offer no other answer to what was measured', () => {
    const facts: Facts = { places: ['computer', 'phone'], 'quota-used-percent': 95, 'server-space': 'tight' }
    expect(
      advisor.wouldChange(facts).flatMap(({ changes }) => changes.map(({ question }) => question)),
    ).not.toContain('server-space')
  })

  it('miss no single answer that changes the choice', () => {
    holds(
      fc.property(anyAnswers, (answers) => {
        const singles = new Set(
          advisor
            .wouldChange(answers)
            .filter((one) => one.changes.length === 1)
            .map((one) => `${one.changes[0].question} ${one.choice}`),
        )
        const choice = advisor.choose(answers)
        for (const question of questions.questions.filter((one) => one.role === 'choice')) {
          if (answers[question.id as keyof Answers] === undefined) continue
          for (const to of possibleValues(question)) {
            const after = advisor.choose({ ...answers, [question.id]: to })
            if (after !== choice) expect(singles).toContain(`${question.id} ${after}`)
          }
        }
      }),
      100,
    )
  })
})

describe('question order', () => {
  it('stops only when no answer to the open questions changes the choice', () => {
    holds(
      fc.property(
        anyAnswers,
        fc.array(anyAnswers, { minLength: 20, maxLength: 20 }),
        (answers, completions) => {
          fc.pre(advisor.nextQuestion(answers) === undefined)
          const settled = advisor.choose(answers)
          for (const completion of completions) {
            const askable = Object.fromEntries(
              Object.entries(completion).filter(([id]) =>
                questions.questions.some((question) => question.id === id && question.role === 'choice'),
              ),
            )
            const { readers = askable.readers } = answers
            // Questions that do not apply are never asked, so their answers cannot arrive.
            if (readers !== 'several-people') delete askable['team-style']
            if (readers !== 'program') delete askable['program-style']
            if (readers !== 'program') delete askable['client-supports']
            if (readers === 'program') for (const id of ['places', 'backups', 'calendar']) delete askable[id]
            expect(advisor.choose({ ...askable, ...answers })).toBe(settled)
          }
        },
      ),
      60,
    )
  })

  it('asks first who reads the mailbox and where', () => {
    expect(advisor.nextQuestion({})?.id).toBe('readers')
    expect(advisor.nextQuestion({ readers: 'one-person' })?.id).toBe('places')
    expect(advisor.nextQuestion({ readers: 'program' })?.id).toBe('program-style')
    expect(advisor.nextQuestion({ readers: 'several-people', places: ['computer'] })?.id).toBe('team-style')
  })

  it('stops at once where a decisive answer was given', () => {
    expect(advisor.nextQuestion({ readers: 'one-person', calendar: true })).toBeUndefined()
    expect(advisor.openQuestions({ readers: 'one-person', calendar: true })).toEqual([])
  })

  it('never asks again what was asked and left open', () => {
    const asked = new Set(['readers', 'places'])
    expect(advisor.nextQuestion({}, { asked })?.id).not.toMatch(/^(readers|places)$/)
  })

  it('asks everything that applies, the steps last, when all are wanted', () => {
    const asked = new Set<string>()
    const order: string[] = []
    for (let next = advisor.nextQuestion({ readers: 'one-person' }, { all: true, asked }); next; ) {
      order.push(next.id)
      asked.add(next.id)
      next = advisor.nextQuestion({ readers: 'one-person' }, { all: true, asked })
    }
    expect(order.slice(-3)).toEqual(['server-offers', 'current-protocol', 'existing-mail'])
    expect(order).not.toContain('program-style')
  })
})
