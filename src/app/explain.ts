import { catalogueKinds, catalogueOf, entriesFor } from '../catalogue/explain.js'
import { type CatalogueKind, type ExplanationDocument, UserError } from '../model/index.js'
import { didYouMean, nearest } from './nearest.js'
import { envelope } from './tool.js'

// More do not help to choose.
const mostSuggestions = 5

function hintFor(id: string): string {
  const ids = [...new Set(catalogueOf(catalogueKinds).flatMap(({ items }) => items.map((item) => item.id)))]
  const near = nearest(id, ids)
  if (near !== undefined) return `Did you mean "${near}"?`
  const word = id.trim().toLowerCase()
  const holding = word === '' ? [] : ids.filter((one) => one.toLowerCase().includes(word))
  return holding.length > 0
    ? `Ids with that in them: ${holding.slice(0, mostSuggestions).join(', ')}.`
    : 'See the kinds with mailadvise explain, and their ids with --list KIND.'
}

/**
 * Everything in the catalogue that has this id.
 *
 * @throws UserError with the nearest id when there is none
 */
export function explain(id: string): ExplanationDocument {
  const entries = entriesFor(id)
  if (entries.length === 0) {
    throw new UserError('bad-value', `There is nothing with the id "${id}"`, { hint: hintFor(id) })
  }
  return { ...envelope('explanation'), request: { id }, entries }
}

function toKind(text: string): CatalogueKind {
  const word = text.trim().toLowerCase()
  const kind = catalogueKinds.find((known) => known === word || `${known}s` === word)
  if (kind !== undefined) return kind
  throw new UserError('bad-value', `Unknown kind "${text}"`, { hint: didYouMean(text, catalogueKinds) })
}

/** Which ids there are, of all kinds or of one. */
export function listCatalogue(kindAsTyped?: string): ExplanationDocument {
  const list = kindAsTyped === undefined ? undefined : toKind(kindAsTyped)
  return {
    ...envelope('explanation'),
    request: list === undefined ? {} : { list },
    entries: [],
    catalogue: catalogueOf(list === undefined ? catalogueKinds : [list]),
  }
}
