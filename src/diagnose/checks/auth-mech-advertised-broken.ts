import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { listForSignIn, mechanismsIn } from '../derive/capabilities.js'
import { offersApop } from '../derive/greeting.js'

/** They need the password stored in a form that today's servers avoid, so that often they are offered in vain. */
const fragile = ['CRAM-MD5', 'DIGEST-MD5', 'NTLM']

/**
 * The password was accepted as it is, and a mechanism stands beside it that programs prefer and that cannot work with
 * hashed passwords (T068, T070). Not tried here: a refusal costs one of the attempts before an account is locked.
 */
export const authMechAdvertisedBroken: EndpointCheck = {
  id: 'auth-mech-advertised-broken',
  scope: 'endpoint',
  judge(view) {
    if (!view.observed('login')) return notApplicable
    const list = listForSignIn(view) ?? []
    const listed = mechanismsIn(list, view.endpoint.protocol).filter((name) => fragile.includes(name))
    const mechanisms = offersApop(view) ? [...listed, 'APOP'] : listed
    if (mechanisms.length === 0) return undefined
    return {
      args: { mechanisms },
      evidence: [
        seen(`signed in with ${view.probe.session?.mechanism ?? 'the password'}`, 'login'),
        seen(`${mechanisms.join(', ')} is offered as well and was not tried`, 'capability'),
      ],
      certainty: 'possible',
    }
  },
}
