import type { Certainty, Family, SetupId } from '../../model/index.js'
import { type CorpusCase, familyOf, setupOf } from './corpus-case.js'

/** What a method says about one case: the choice first, then alternatives. */
export interface Opinion {
  ranking: SetupId[]
  certainty: Certainty
}

/** Whether one opinion meets the experts' answer, by each measure. */
export interface Marks {
  exact: boolean
  acceptable: boolean
  family: boolean
  topThree: boolean
}

/** "Either" is met by a low certainty, or by both families among the choice and the first two alternatives. */
function meetsEither({ ranking, certainty }: Opinion): boolean {
  const families = new Set<Family>(ranking.slice(0, 3).map(familyOf))
  return certainty === 'low' || (families.has('imap') && families.has('pop'))
}

/** Marks one opinion against the experts' answer. */
export function mark(one: CorpusCase, opinion: Opinion): Marks {
  const expert = setupOf(one.expert_answer)
  const choice = opinion.ranking[0]
  if (expert === 'either' || choice === undefined) {
    const met = meetsEither(opinion)
    return { exact: met, acceptable: met, family: met, topThree: met }
  }
  const acceptable = one.also_acceptable.map(setupOf)
  const exact = choice === expert
  return {
    exact,
    acceptable:
      exact || acceptable.includes(choice) || (acceptable.includes('either') && meetsEither(opinion)),
    family: familyOf(choice) === familyOf(expert),
    topThree: opinion.ranking.slice(0, 3).includes(expert),
  }
}

/** Sums of marks over a corpus. */
export type Score = Record<keyof Marks, number>

/** Adds up marks. */
export function score(marks: readonly Marks[]): Score {
  const count = (measure: keyof Marks) => marks.filter((one) => one[measure]).length
  return {
    exact: count('exact'),
    acceptable: count('acceptable'),
    family: count('family'),
    topThree: count('topThree'),
  }
}
