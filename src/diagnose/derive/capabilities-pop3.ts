import type { EndpointView } from '../view.js'

/** Where unique-ids stand: shown to work, only listed, not listed, or shown not to work in one of three ways. */
export type UidlStanding = 'works' | 'listed' | 'unlisted' | 'refused' | 'doubled' | 'changing'

/** What is known of UIDL; the command itself outweighs the list. Undefined where neither was seen. */
export function uidlStanding(view: EndpointView): UidlStanding | undefined {
  if (view.endpoint.protocol !== 'pop3') return undefined
  const tried = view.probe.session?.uidl
  if (tried !== undefined) {
    if (!tried.answered) return 'refused'
    if (tried.unique === false) return 'doubled'
    return tried.stable === false ? 'changing' : 'works'
  }
  const list = view.bestCapabilities
  if (list === undefined) return undefined
  return list.includes('UIDL') ? 'listed' : 'unlisted'
}

/** Whether the server was asked for its capabilities and does not know the question (RFC 1939 alone has no CAPA). */
export function knowsNoCapa(view: EndpointView): boolean {
  const asked = view.observed('capability-tls') || view.observed('capability')
  return view.endpoint.protocol === 'pop3' && asked && view.bestCapabilities === undefined
}
