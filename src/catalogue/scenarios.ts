import type { Scenario } from '../model/index.js'
import { UserError } from '../model/index.js'
import { load, namesIn } from './files.js'

/** Ids of the bundled scenarios, in alphabetical order: the file names in data/scenarios. */
export const scenarioIds = (): readonly string[] => namesIn('scenarios/', '.json')

/** Reads one bundled scenario. An unknown id is an error that lists the known ones. */
export function loadScenario(id: string): Scenario {
  const known = scenarioIds()
  if (!known.includes(id)) {
    throw new UserError('bad-value', `There is no scenario "${id}"`, { hint: `Known: ${known.join(', ')}` })
  }
  return load(`scenarios/${id}.json`)
}
