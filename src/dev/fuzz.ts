/**
 * Fuzzing for longer than the test run has time for: npm run fuzz -- [MINUTES] [SEED]. Runs the properties of test/fuzz with a
 * random seed, which is printed, so that what it found can be found again. A counterexample belongs into test/fuzz/seeds.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from './repository.js'

const [minutes = '5', seed = String(randomInt(2 ** 31))] = process.argv.slice(2)
if (!(Number(minutes) > 0) || !/^\d+$/.test(seed)) {
  console.error('Usage: npm run fuzz -- [MINUTES] [SEED]')
  process.exit(2)
}

console.log(`Seed ${seed}, ${minutes} minutes. Again: npm run fuzz -- ${minutes} ${seed}`)
const vitest = fileURLToPath(new URL('node_modules/vitest/vitest.mjs', repositoryRoot))
const args = [vitest, 'run', '--config', 'test/vitest.config.ts', 'test/fuzz']
const { status } = spawnSync(process.execPath, args, {
  cwd: fileURLToPath(repositoryRoot),
  stdio: 'inherit',
  env: { ...process.env, FUZZ_MINUTES: minutes, FUZZ_SEED: seed },
})
process.exitCode = status ?? 1
