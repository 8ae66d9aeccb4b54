import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findingIds, loadFinding } from '../../src/catalogue/data.js'
import { loadScenario, scenarioIds } from '../../src/catalogue/scenarios.js'
import { checks } from '../../src/diagnose/checks.js'
import type { FindingText } from '../../src/model/index.js'

const ids = findingIds()
const always = ['host', 'port', 'protocol', 'upgrade', 'tlsPort']
const scenarios = scenarioIds().map(loadScenario)
const checkFolder = new URL('../../src/diagnose/checks/', import.meta.url)

function finding(id: string): FindingText {
  const text = loadFinding(id)
  if (text === undefined) throw new Error(`no finding ${id}`)
  return text
}

/** What no loopback server can show: the resolver, the way there, and the machine that asks. Unit tests cover these. */
function causedByServer({ stage }: FindingText): boolean {
  return !['input', 'dns', 'network-middlebox', 'autoconfig'].includes(stage)
}

describe('findings and checks', () => {
  it('are the same ids: each finding is emitted by a check, and each check has its text', () => {
    expect(checks.map((check) => check.id)).toEqual(ids)
  })

  it('have files named by their id', () => {
    const files = readdirSync(checkFolder).map((file) => file.replace(/\.ts$/, ''))
    expect(files.sort()).toEqual(ids)
    for (const id of ids) expect(finding(id).id).toBe(id)
  })

  it.each(ids)('%s uses only arguments that it declares, and declares only those it uses', (id) => {
    const text = finding(id)
    const texts = [text.title, text.cause, ...text.fixForUser, ...text.fixForAdministrator].join(' ')
    const used = [...texts.matchAll(/\{([a-zA-Z0-9]+)\}/g)].map(([, name = '']) => name)
    const declared = text.args.map((argument) => argument.name)
    expect(used.filter((name) => !declared.includes(name) && !always.includes(name))).toEqual([])
    const source = readFileSync(new URL(`${id}.ts`, checkFolder), 'utf8')
    for (const name of declared) expect(source, `the check never sets ${name}`).toContain(name)
  })

  it.each(ids)('%s explains only findings that exist, and says what to do', (id) => {
    const text = finding(id)
    for (const explained of text.explains) expect(ids).toContain(explained)
    expect(text.explains).not.toContain(id)
    expect(text.fixForUser.length + text.fixForAdministrator.length).toBeGreaterThan(0)
  })
})

describe('findings and scenarios', () => {
  it.each(ids.filter((id) => causedByServer(finding(id))))(
    '%s has a scenario that shows it and one that does not',
    (id) => {
      const firing = scenarios.filter(({ expects }) => expects?.findings.includes(id))
      const silent = scenarios.filter(
        ({ expects }) => expects?.absent.includes(id) || expects?.absent.includes('*'),
      )
      expect(
        firing.map((one) => one.id),
        'firing',
      ).not.toEqual([])
      expect(
        silent.filter((one) => !firing.includes(one)).map((one) => one.id),
        'silent',
      ).not.toEqual([])
    },
  )

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s names only findings that exist',
    (_, scenario) => {
      const { findings = [], absent = [], rootCause } = scenario.expects ?? {}
      const named = [...findings, ...absent, ...(rootCause === undefined ? [] : [rootCause])]
      expect(named.filter((id) => id !== '*' && !ids.includes(id))).toEqual([])
      if (rootCause !== undefined) expect(findings).toContain(rootCause)
    },
  )
})
