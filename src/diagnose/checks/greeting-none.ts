import { type AccountCheck, type FindingDraft, notApplicable, seen } from '../check.js'
import { refusedInGreeting } from '../derive/greeting.js'
import { otherService } from '../derive/reach-service.js'
import { dropCause, expectsTls } from '../derive/tls.js'
import type { AccountView, EndpointView } from '../view.js'

const mute = ['timed-out', 'closed', 'reset'] as const

/** Connected, and still nothing to talk to: no greeting, or no answer to the first command after it. */
function saysNothing(view: EndpointView, account: AccountView): boolean {
  if (view.failedAt('capability', ...mute) || view.failedAt('capability-tls', ...mute)) return true
  if (!view.failedAt('greeting', ...mute)) return false
  // Another port says why, and greeting-bye says it of this one too.
  const toldElsewhere = refusedInGreeting(account).some(
    ({ endpoint }) => endpoint.host === view.endpoint.host,
  )
  if (toldElsewhere && view.probe.tls !== undefined && !view.failedAt('greeting', 'timed-out')) return false
  // Inside TLS there is nothing left to expect but a greeting.
  if (view.probe.tls === undefined && expectsTls(view) !== undefined) return false
  return otherService(view) === undefined && dropCause(view, account) === undefined
}

/** The connection stands and the server does not speak: neither TLS expected in silence, nor another service. */
export const greetingNone: AccountCheck = {
  id: 'greeting-none',
  scope: 'account',
  judge(account) {
    const connected = account.endpoints.filter((view) => view.observed('tcp'))
    if (connected.length === 0) return notApplicable
    const drafts = connected
      .filter((view) => saysNothing(view, account))
      .map((view): FindingDraft => {
        const look = view.followUp('tls-look')
        return {
          endpoint: view.endpoint,
          evidence: [
            seen(view.failed?.failure.message ?? 'nothing was said', view.failed?.name),
            ...(view.probe.tls === undefined ? [] : [seen('TLS came up before', 'tls')]),
            ...(look === undefined ? [] : [seen('the port does not speak TLS either', 'tls')]),
          ],
          certainty: 'certain',
        }
      })
    return drafts.length === 0 ? undefined : drafts
  },
}
