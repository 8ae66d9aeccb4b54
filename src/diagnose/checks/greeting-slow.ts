import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { slowGreeting } from '../derive/greeting.js'

/** The greeting took so long that impatient programs give up. */
export const greetingSlow: EndpointCheck = {
  id: 'greeting-slow',
  scope: 'endpoint',
  judge(view) {
    if (!view.observed('greeting')) return notApplicable
    const slow = slowGreeting(view)
    if (slow === undefined) return undefined
    const { seconds, grave } = slow
    return {
      args: { seconds },
      evidence: [seen(`the greeting came after ${seconds} seconds`, 'greeting')],
      certainty: 'certain',
      ...(grave && { severity: 'degraded' as const }),
    }
  },
}
