/**
 * Scores the advice against published cases: npm run eval:advice -- FILE [--answers]. Prints exact, exact-or-acceptable,
 * family and in-top-three beside two simple methods, then the misses by id. With --answers it prints each case's
 * answers and choice instead.
 */
import { readFileSync } from 'node:fs'
import { createAdvisor } from '../advise/engine.js'
import { loadQuestions, loadRules, loadSetups } from '../catalogue/data.js'
import type { Answers, SetupId } from '../model/index.js'
import { answersOf, type CorpusCase } from './evaluation/corpus-case.js'
import { fiveRowTable } from './evaluation/five-row-table.js'
import { type Marks, mark, type Opinion, score } from './evaluation/score.js'

const advisor = createAdvisor({ rules: loadRules(), setups: loadSetups(), questions: loadQuestions() })

function ours(answers: Answers): Opinion {
  const { choice, alternatives, certainty } = advisor.recommend(answers)
  return { ranking: [choice, ...alternatives.map((alternative) => alternative.choice)], certainty }
}

const methods: [string, (answers: Answers) => Opinion][] = [
  ['always IMAP', () => ({ ranking: ['imap'], certainty: 'medium' })],
  ['five-row table', (answers) => ({ ranking: [fiveRowTable(answers)], certainty: 'medium' })],
  ['mailadvise', ours],
]

function line(name: string, marks: readonly Marks[]): string {
  const total = score(marks)
  const cells = [total.exact, total.acceptable, total.family, total.topThree].map((n) =>
    String(n).padStart(9),
  )
  return `${name.padEnd(16)}${cells.join('')}`
}

function report(cases: readonly CorpusCase[]): string {
  const answers = cases.map((one) => answersOf(one.facts))
  const lines = [`${cases.length} cases         ${'exact accepted   family top-three'.padStart(33)}`]
  for (const [name, method] of methods) {
    lines.push(
      line(
        name,
        cases.map((one, index) => mark(one, method(answers[index] as Answers))),
      ),
    )
  }
  lines.push('', 'Misses (expert; we said, certainty):')
  cases.forEach((one, index) => {
    const opinion = ours(answers[index] as Answers)
    const marks = mark(one, opinion)
    if (marks.exact) return
    const failed = (['acceptable', 'family', 'topThree'] as const).filter((measure) => !marks[measure])
    const said = `${opinion.ranking[0] as SetupId}, ${opinion.certainty}`
    lines.push(
      `${one.id}  ${one.expert_answer}; ${said}${failed.length > 0 ? `  not ${failed.join(', ')}` : ''}`,
    )
  })
  return lines.join('\n')
}

function answersTable(cases: readonly CorpusCase[]): string {
  return cases
    .map((one) => {
      const answers = answersOf(one.facts)
      return `${one.id} ${JSON.stringify(answers)} -> ${advisor.recommend(answers).choice}`
    })
    .join('\n')
}

const [file, flag] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: npm run eval:advice -- FILE [--answers]')
  process.exitCode = 2
} else {
  const cases = JSON.parse(readFileSync(file, 'utf8')) as CorpusCase[]
  console.log(flag === '--answers' ? answersTable(cases) : report(cases))
}
