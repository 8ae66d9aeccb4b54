import { type EndpointCheck, notApplicable, seen } from '../check.js'

/** The server offers IDLE and then closes connections that use it (T075); RFC 9051 section 5.4 grants them 30 minutes. */
export const idleDropped: EndpointCheck = {
  id: 'idle-dropped',
  scope: 'endpoint',
  judge(view) {
    const idle = view.probe.session?.idle
    if (idle?.dropped === undefined) return notApplicable
    if (!idle.dropped) return undefined
    const seconds = Math.max(1, Math.round((idle.heldMs ?? 0) / 1000))
    return {
      args: { seconds },
      evidence: [seen(`IDLE was entered, and the connection closed within ${seconds} s`, 'session')],
      certainty: 'certain',
    }
  },
}
