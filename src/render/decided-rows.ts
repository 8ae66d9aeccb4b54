import { loadComparison } from '../catalogue/data.js'
import type { ComparisonRow, RecommendationDocument, Source } from '../model/index.js'

/** Rows of the comparison table on which the reasons for and against rest, in the order of the table. */
export function decidedRows({ reasons, against }: RecommendationDocument): ComparisonRow[] {
  const wanted = new Set([...reasons, ...against].flatMap(({ rows }) => rows))
  return loadComparison().rows.filter(({ id }) => wanted.has(id))
}

/** What the reasons cite, each source once. */
export function citedSources({ reasons, against }: RecommendationDocument): Source[] {
  const all = [...reasons, ...against].flatMap(({ sources }) => sources)
  return all.filter(
    (one, index) => all.findIndex(({ text, url }) => text === one.text && url === one.url) === index,
  )
}
