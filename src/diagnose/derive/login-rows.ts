import type { ServerResponse } from '../../model/index.js'
import type { EndpointView } from '../view.js'
import { anyServer, type KnownProvider } from './provider.js'

function fits(row: ServerResponse, view: EndpointView, code: string | undefined, words: string): boolean {
  if (row.protocol !== undefined && row.protocol !== view.endpoint.protocol) return false
  if (row.code !== undefined && row.code !== code) return false
  const lower = words.toLowerCase()
  return row.text?.every((part) => lower.includes(part)) ?? true
}

/**
 * What the server's words mean: first as its provider uses them, then words that mean the same wherever they are read,
 * then what any server may say.
 */
export function rowFor(
  view: EndpointView,
  provider: KnownProvider | undefined,
  code: string | undefined,
  words: string,
): ServerResponse | undefined {
  const others = view.surroundings.responses.filter((one) => one !== provider?.facts)
  const candidates = [
    ...(provider?.facts.responses ?? []),
    ...others.flatMap(({ responses }) => responses.filter(({ anywhere }) => anywhere)),
    ...(anyServer(view)?.responses ?? []),
  ]
  return candidates.find((row) => fits(row, view, code, words))
}
