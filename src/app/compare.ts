import { loadComparison } from '../catalogue/data.js'
import { type ComparisonDocument, type Topic, UserError } from '../model/index.js'
import { didYouMean } from './nearest.js'
import { printableTarget } from './targets.js'
import { envelope } from './tool.js'

/** The topics of questions and comparison rows, in the order in which they are shown. */
export const topics = ['devices', 'connectivity', 'organisation'] as const satisfies readonly Topic[]

function toTopic(text: string): Topic {
  const topic = topics.find((known) => known === text.trim().toLowerCase())
  if (topic === undefined) {
    throw new UserError('bad-value', `Unknown topic "${printableTarget(text)}"`, {
      hint: didYouMean(text, topics),
    })
  }
  return topic
}

/**
 * The comparison table, rows grouped by topic.
 *
 * @param wanted topics as typed, also several in one text with commas; none means all
 */
export function compare(wanted: readonly string[]): ComparisonDocument {
  const chosen = wanted.flatMap((text) => text.split(',')).map(toTopic)
  const shown = topics.filter((topic) => chosen.length === 0 || chosen.includes(topic))
  const rows = shown.flatMap((topic) => loadComparison().rows.filter((row) => row.topic === topic))
  return { ...envelope('comparison'), request: { topics: shown }, rows }
}
