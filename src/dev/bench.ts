/**
 * npm run bench: speed against what else is at hand, as ratios of one run. npm run bench -- PART... runs some parts only:
 * start-up, round-trips, audit, engine [FILE of cases]. No test asserts a time.
 */
import { audit } from './bench/audit.js'
import { engine } from './bench/engine.js'
import { roundTrips } from './bench/round-trips.js'
import { startUp } from './bench/start-up.js'

const parts: Record<string, () => void | Promise<void>> = {
  'start-up': startUp,
  'round-trips': roundTrips,
  audit,
  engine: () => engine(file),
}

const words = process.argv.slice(2)
const [file] = words.filter((word) => word.endsWith('.json'))
const asked = words.filter((word) => word !== file)
const unknown = asked.filter((word) => !(word in parts))
if (unknown.length > 0) {
  console.error(`No part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`)
  process.exitCode = 2
} else {
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    await run()
    console.log()
  }
}
