import { type EndpointCheck, notApplicable, seen } from '../check.js'
import { announcesUpgrade, strippedBy, upgradeWorks } from '../derive/starttls.js'

/** STARTTLS works when asked for and is not announced, so that programs never use it (T067). */
export const starttlsNotAdvertised: EndpointCheck = {
  id: 'starttls-not-advertised',
  scope: 'endpoint',
  judge(view) {
    const announced = announcesUpgrade(view)
    if (announced === undefined) return notApplicable
    if (announced || !upgradeWorks(view) || strippedBy(view) !== undefined) return undefined
    return {
      evidence: [
        seen(`the list of capabilities has no ${view.upgradeCommand}`, 'capability'),
        seen(`${view.upgradeCommand} was answered, and TLS came up`, 'tls'),
      ],
      certainty: 'certain',
    }
  },
}
