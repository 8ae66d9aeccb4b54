import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { doorsIn, listForSignIn, mechanismsIn } from '../derive/capabilities.js'

/** TLS is up, and still nothing is listed by which a name and a password could be given. */
export const noSecureLogin: EndpointCheck = {
  id: 'no-secure-login',
  scope: 'endpoint',
  judge(view) {
    const { protocol } = view.endpoint
    const list = listForSignIn(view)
    if (list === undefined) return notApplicable
    const doors = doorsIn(list, protocol)
    if ((doors !== 'none' && doors !== 'other-only') || view.observed('login')) return undefined
    const mechanisms = mechanismsIn(list, protocol)
    return {
      evidence: [
        seen(
          mechanisms.length === 0
            ? 'inside TLS no way to sign in is listed'
            : `inside TLS only ${mechanisms.join(', ')} is listed`,
          'capability-tls',
        ),
      ],
      // Some POP3 servers know USER and do not list it; in IMAP the list decides.
      certainty: protocol === 'imap' ? 'certain' : 'likely',
    }
  },
}
