import type { RefusalPhraseId } from '../../model/index.js'
import type { EndpointView } from '../view.js'
import { anyServer } from './provider.js'

/** A sentence of data/responses with what was seen put in for the names in braces; empty where there is no such data. */
export function phrase(
  view: EndpointView,
  id: RefusalPhraseId,
  values: Readonly<Record<string, string>> = {},
): string {
  const text = anyServer(view)?.phrases?.find((one) => one.id === id)?.text ?? ''
  return text.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => values[name] ?? whole)
}
