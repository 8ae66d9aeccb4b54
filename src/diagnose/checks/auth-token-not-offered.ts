import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { listForSignIn } from '../derive/capabilities.js'

/** A token was to be used, and the server lists neither XOAUTH2 nor OAUTHBEARER: nothing was sent. */
export const authTokenNotOffered: EndpointCheck = {
  id: 'auth-token-not-offered',
  scope: 'endpoint',
  judge(view) {
    const { secret } = view.surroundings
    if (secret?.kind !== 'oauth-token' || listForSignIn(view) === undefined) return notApplicable
    const nothingSent = view.probe.signIn?.length === 0
    if (!nothingSent || !view.failedAt('login', 'refused-by-server')) return undefined
    return {
      evidence: [seen('inside TLS neither XOAUTH2 nor OAUTHBEARER is listed', 'capability')],
      certainty: 'certain',
    }
  },
}
