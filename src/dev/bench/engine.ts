import { readFileSync } from 'node:fs'
import { createAdvisor } from '../../advise/engine.js'
import { loadQuestions, loadRules, loadSetups } from '../../catalogue/data.js'
import type { Facts } from '../../model/index.js'
import { answersOf, type CorpusCase } from '../evaluation/corpus-case.js'

const data = { rules: loadRules(), setups: loadSetups(), questions: loadQuestions() }
const advisor = createAdvisor(data)

/** Facts of the rules' own examples, or of published cases when a file is named. */
function inputs(file: string | undefined): Facts[] {
  if (file === undefined) {
    return data.rules.rules.flatMap((rule) => rule.examples.map((example) => example.facts as Facts))
  }
  const cases = JSON.parse(readFileSync(file, 'utf8')) as CorpusCase[]
  return cases.map((one) => answersOf(one.facts))
}

/** Milliseconds of each call after one warm-up round over all inputs, sorted. */
function timings(facts: readonly Facts[], rounds: number, work: (facts: Facts) => unknown): number[] {
  for (const one of facts) work(one)
  const spent: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const one of facts) {
      const start = process.hrtime.bigint()
      work(one)
      spent.push(Number(process.hrtime.bigint() - start) / 1e6)
    }
  }
  return spent.sort((a, b) => a - b)
}

function report(name: string, sorted: readonly number[]): void {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length
  const cells = [at(0.5), at(0.95), at(1)].map((ms) => ms.toFixed(4).padStart(11))
  console.log(
    `${name.padEnd(32)}${cells.join('')}${Math.round(1000 / mean)
      .toString()
      .padStart(13)}`,
  )
}

/** Speed of the advice engine: over the rules' own examples, or over published cases in a file. */
export function engine(file?: string): void {
  const facts = inputs(file)
  console.log('Advice engine')
  console.log(`${`${facts.length} inputs`.padEnd(32)}  median ms     95 % ms     max ms   per second`)
  report('choice', timings(facts, 200, advisor.choose))
  report('recommendation', timings(facts, 50, advisor.advise))
  report('exact counterfactuals', timings(facts, 5, advisor.wouldChange))
  report('open questions', timings(facts, 2, advisor.openQuestions))
}
