import { type EndpointCheck, notApplicable, said } from '../check.js'
import { falseTimestamp } from '../derive/greeting.js'

/** Angle brackets in a POP3 greeting that are no APOP timestamp, and that careless programs take for one (T122). */
export const clientApopMisdetect: EndpointCheck = {
  id: 'client-apop-misdetect',
  scope: 'endpoint',
  judge(view) {
    if (view.endpoint.protocol !== 'pop3' || !view.observed('greeting')) return notApplicable
    const found = falseTimestamp(view)
    if (found === undefined) return undefined
    return {
      args: { text: found.text },
      evidence: [said(view.probe.greeting?.text ?? found.text, 'greeting')],
      certainty: found.sure ? 'certain' : 'possible',
    }
  },
}
