import { type EndpointCheck, type FindingDraft, notApplicable, type Quiet, said, seen } from '../check.js'
import { listForSignIn, mechanismsIn } from '../derive/capabilities.js'
import { offersApop } from '../derive/greeting.js'
import { phrase } from '../derive/phrases.js'
import { type Proof, provenMechanism } from '../derive/sign-in.js'
import type { EndpointView } from '../view.js'

/** They need the password stored in a form that today's servers avoid, so that often they are offered in vain. */
const fragile = ['CRAM-MD5', 'DIGEST-MD5', 'NTLM']

/** Seen to fail with a password that is right: programs that prefer it cannot sign in. */
function proven(view: EndpointView, { refused, accepted }: Proof): FindingDraft {
  const { mechanism, failure } = refused
  return {
    args: { mechanisms: [mechanism], prospect: phrase(view, 'mechanism-proven') },
    evidence: [
      said(`${mechanism}: ${failure?.serverText ?? failure?.message ?? 'refused'}`, 'login'),
      seen(`the same name and password were accepted with ${accepted.mechanism}`, 'login'),
    ],
    certainty: 'certain',
    severity: 'degraded',
  }
}

/** Offered beside a way that worked, and not tried: a refusal costs one of the attempts before an account is locked. */
function untried(view: EndpointView): FindingDraft | Quiet {
  if (!view.observed('login')) return notApplicable
  const list = listForSignIn(view) ?? []
  const listed = mechanismsIn(list, view.endpoint.protocol).filter((name) => fragile.includes(name))
  const offered = offersApop(view) ? [...listed, 'APOP'] : listed
  const tried = view.probe.signIn?.map(({ mechanism }) => mechanism) ?? []
  const mechanisms = offered.filter((name) => !tried.includes(name))
  if (mechanisms.length === 0) return undefined
  return {
    args: { mechanisms, prospect: phrase(view, 'mechanism-untried') },
    evidence: [
      seen(`signed in with ${view.probe.session?.mechanism ?? 'the password'}`, 'login'),
      seen(`${mechanisms.join(', ')} is offered as well and was not tried`, 'capability'),
    ],
    certainty: 'possible',
  }
}

/**
 * The password was accepted as it is, and a mechanism stands beside it that programs prefer and that cannot work with
 * hashed passwords (T068, T070): proven where --try mechanisms had it tried, else only possible.
 */
export const authMechAdvertisedBroken: EndpointCheck = {
  id: 'auth-mech-advertised-broken',
  scope: 'endpoint',
  judge(view) {
    const proof = provenMechanism(view)
    return proof === undefined ? untried(view) : proven(view, proof)
  },
}
