import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../src/advise/conditions.js'
import { loadComparison } from '../../src/catalogue/data.js'
import type { Condition, Facts, Rule } from '../../src/model/index.js'
import { advisor, questions, rules, setups } from './space.js'

const rows = new Set(loadComparison().rows.map((row) => row.id))
const settingIds = new Set(setups.settings.map((setting) => setting.id))
const serverFactIds = Object.keys(
  JSON.parse(readFileSync(new URL('../../data/schema/server-facts.schema.json', import.meta.url), 'utf8'))
    .properties,
)
const questionIds = questions.questions.map((question) => question.id)
const factIds = new Set([...questionIds, ...serverFactIds])

function textsOf(rule: Rule): string[] {
  return [
    rule.reason,
    ...(rule.limits ?? []).map((limit) => limit.text),
    ...(rule.confirms ?? []).map((confirms) => confirms.text),
    ...(rule.risks ?? []).map((risk) => risk.text),
    ...(rule.settings ?? []).map((setting) => String(setting.value)),
    ...(rule.steps ?? []).flatMap(({ text, check }) => [text, check]),
  ]
}

function leaves(condition: Condition): { fact: string; value?: unknown }[] {
  if ('all' in condition) return condition.all.flatMap(leaves)
  if ('any' in condition) return condition.any.flatMap(leaves)
  if ('not' in condition) return leaves(condition.not)
  if ('has' in condition) return [{ fact: condition.fact, value: condition.has }]
  if ('is' in condition && typeof condition.is === 'string')
    return [{ fact: condition.fact, value: condition.is }]
  return [{ fact: condition.fact }]
}

describe.each(rules.rules.map((rule) => [rule.id, rule] as const))('rule %s', (_, rule) => {
  it('does in each of its examples what the example says', () => {
    for (const { facts, fires, choice } of rule.examples) {
      expect(compileCondition(rule.when).holds(facts as Facts), JSON.stringify(facts)).toBe(fires)
      if (choice !== undefined)
        expect(advisor.recommend(facts as Facts).choice, JSON.stringify(facts)).toBe(choice)
    }
  })

  it('has an example that fires and, unless it always holds, one that does not', () => {
    const fires = rule.examples.map((example) => example.fires)
    expect(fires).toContain(true)
    if (JSON.stringify(rule.when) !== '{"all":[]}') expect(fires).toContain(false)
  })

  it('names only facts, values, rows and settings that exist', () => {
    const known = (fact: string) => questions.questions.find((question) => question.id === fact)?.values
    for (const { fact, value } of leaves(rule.when)) {
      expect(factIds).toContain(fact)
      const values = known(fact)
      if (value !== undefined && values !== undefined) expect(values.map((one) => one.id)).toContain(value)
    }
    for (const row of rule.rows) expect(rows).toContain(row)
    for (const setting of rule.settings ?? []) expect(settingIds).toContain(setting.id)
    for (const text of textsOf(rule)) {
      for (const [, fact] of text.matchAll(/\{([^}]*)\}/g)) {
        expect(
          leaves(rule.when).map((leaf) => leaf.fact),
          text,
        ).toContain(fact)
      }
    }
  })

  it('names in the details of a step only facts that the detail needs, and none that a rule has not', () => {
    for (const { text, check, when } of (rule.steps ?? []).flatMap(({ details }) => details ?? [])) {
      for (const { fact } of leaves(when)) expect(factIds).toContain(fact)
      const named = [...`${text} ${check}`.matchAll(/\{([^}]*)\}/g)].map(([, fact]) => fact)
      expect(leaves(when).map(({ fact }) => fact)).toEqual(expect.arrayContaining(named))
    }
  })

  it('rests on something: a comparison row or a source, and never rules out "neither"', () => {
    expect(rule.rows.length + rule.sources.length).toBeGreaterThan(0)
    expect(rule.rulesOut ?? []).not.toContain('neither')
  })
})

describe('the data as a whole', () => {
  it('has unique ids', () => {
    for (const ids of [rules.rules.map((rule) => rule.id), [...rows], questionIds, [...settingIds]]) {
      expect(new Set(ids).size).toBe(ids.length)
    }
    expect(new Set([...questionIds, ...serverFactIds]).size).toBe(questionIds.length + serverFactIds.length)
  })

  it('has unique ids of steps', () => {
    const ids = rules.rules.flatMap(({ steps }) => (steps ?? []).map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('holds the five founding rows, each used by a rule', () => {
    const founding = loadComparison()
      .rows.filter((row) => row.founding)
      .map((row) => row.id)
    expect(founding).toEqual([
      'email-storage',
      'email-access',
      'internet-connection',
      'email-organization',
      'email-management',
    ])
    const used = new Set(rules.rules.flatMap((rule) => rule.rows))
    for (const id of founding) expect(used).toContain(id)
  })

  it('has no comparison row that no rule uses', () => {
    const used = new Set(rules.rules.flatMap((rule) => rule.rows))
    expect([...rows].filter((row) => !used.has(row))).toEqual([])
  })

  it('lists all settings that a set-up names', () => {
    for (const setup of setups.setups) for (const { id } of setup.settings) expect(settingIds).toContain(id)
  })

  it('has a reason to ask for every question, and values where it offers a choice', () => {
    for (const question of questions.questions) {
      expect(question.why.length).toBeGreaterThan(20)
      if (question.kind === 'one' || question.kind === 'several')
        expect(question.values?.length).toBeGreaterThan(1)
      else expect(question.values).toBeUndefined()
    }
  })
})
