import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { uidlStanding } from '../derive/capabilities-pop3.js'

/** Without unique-ids a program cannot tell what it has already fetched (RFC 1939 sections 7 and 8). */
export const pop3NoUidl: EndpointCheck = {
  id: 'pop3-no-uidl',
  scope: 'endpoint',
  judge(view) {
    const standing = uidlStanding(view)
    if (standing === undefined) return notApplicable
    if (standing === 'refused') {
      return { evidence: [seen('UIDL was refused after signing in', 'session')], certainty: 'certain' }
    }
    if (standing === 'doubled') {
      return { evidence: [seen('one unique-id came more than once', 'session')], certainty: 'certain' }
    }
    if (standing === 'changing') {
      return {
        evidence: [seen('the unique-ids had changed when they were asked for again', 'session')],
        certainty: 'certain',
      }
    }
    // Some servers have the command and do not list it: only a session would show that.
    return standing === 'unlisted'
      ? { evidence: [seen('the list of capabilities has no UIDL', 'capability')], certainty: 'likely' }
      : undefined
  },
}
