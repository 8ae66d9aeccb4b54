import { readdirSync, readFileSync } from 'node:fs'
import type { Scenario } from '../model/index.js'
import { UserError } from '../model/index.js'

const folder = new URL('../../data/scenarios/', import.meta.url)

/** Ids of the bundled scenarios, in alphabetical order: the file names in data/scenarios. */
export function scenarioIds(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

/** Reads one bundled scenario. An unknown id is an error that lists the known ones. */
export function loadScenario(id: string): Scenario {
  const known = scenarioIds()
  if (!known.includes(id)) {
    throw new UserError('bad-value', `There is no scenario "${id}"`, { hint: `Known: ${known.join(', ')}` })
  }
  return JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as Scenario
}
