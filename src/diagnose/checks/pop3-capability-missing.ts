import type { Evidence } from '../../model/index.js'
import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { knowsNoCapa, uidlStanding } from '../derive/capabilities-pop3.js'
import type { EndpointView } from '../view.js'

function gapIn(view: EndpointView): Evidence[] {
  if (knowsNoCapa(view)) return [seen('CAPA is not known here', 'capability')]
  const list = view.bestCapabilities ?? []
  if (list.includes('UIDL')) return []
  if (uidlStanding(view) === 'works') {
    return [seen('UIDL is not listed', 'capability'), seen('UIDL was answered all the same', 'session')]
  }
  return list.includes('TOP') ? [] : [seen('neither UIDL nor TOP is listed', 'capability')]
}

/** The list leaves out what programs look for before they use it (T074); the command itself may work or not. */
export const pop3CapabilityMissing: EndpointCheck = {
  id: 'pop3-capability-missing',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.protocol !== 'pop3') return notApplicable
    if (view.bestCapabilities === undefined && !knowsNoCapa(view)) return notApplicable
    const evidence = gapIn(view)
    return evidence.length === 0 ? undefined : { evidence, certainty: 'certain' }
  },
}
