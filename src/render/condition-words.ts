import type { Condition } from '../model/index.js'

function joined(parts: readonly Condition[], word: string): string {
  const texts = parts.map(conditionWords)
  return texts.length > 1 ? `(${texts.join(` ${word} `)})` : (texts[0] ?? 'always')
}

/** A condition over facts as a person reads it, with the ids of the facts. */
export function conditionWords(condition: Condition): string {
  if ('all' in condition) return joined(condition.all, 'and')
  if ('any' in condition) return joined(condition.any, 'or')
  if ('not' in condition) return `not ${conditionWords(condition.not)}`
  const { fact } = condition
  if ('is' in condition) return `${fact} is ${yesNo(condition.is)}`
  if ('has' in condition) return `${fact} has ${condition.has}`
  if ('atLeast' in condition) return `${fact} is at least ${condition.atLeast}`
  if ('atMost' in condition) return `${fact} is at most ${condition.atMost}`
  return `${fact} is ${condition.known ? 'known' : 'not known'}`
}

function yesNo(value: string | boolean): string {
  if (typeof value === 'string') return value
  return value ? 'yes' : 'no'
}
