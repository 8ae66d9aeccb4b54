import { distance } from 'fastest-levenshtein'

/**
 * The known word that a mistyped one most likely means, or undefined when none is near: a hint that is wrong misleads
 * more than none. A known word that starts with what was typed counts as near.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return undefined
  const limit = Math.max(1, Math.floor(wanted.length / 3) + 1)
  const ranked = known
    .map((word) => ({ word, far: distance(wanted, word.toLowerCase()) }))
    .filter(({ word, far }) => far <= limit || (wanted.length > 2 && word.startsWith(wanted)))
    .sort((a, b) => a.far - b.far)
  return ranked[0]?.word
}

/** Hint for a mistyped word: the nearest valid one if there is one, and always the valid ones. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known)
  const valid = known.join(', ')
  return near === undefined ? `Valid: ${valid}.` : `Did you mean "${near}"? Valid: ${valid}.`
}
