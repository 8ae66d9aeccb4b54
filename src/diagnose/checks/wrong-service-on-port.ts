import { type EndpointCheck, notApplicable, said, seen } from '../check.js'
import { otherService } from '../derive/reach-service.js'

/** Something else speaks on the port, told by its first words, or by the port number where it keeps silent (T001). */
export const wrongServiceOnPort: EndpointCheck = {
  id: 'wrong-service-on-port',
  scope: 'endpoint',
  judge(view) {
    if (!view.observed('tcp')) return notApplicable
    const found = otherService(view)
    if (found === undefined) return undefined
    const { service, banner } = found
    return {
      args: { service },
      evidence: [
        banner === undefined
          ? seen(
              `nothing of ${view.endpoint.protocol.toUpperCase()} was said, and port ${view.endpoint.port} is usually that of ${service}`,
            )
          : said(banner, 'greeting'),
      ],
      certainty: banner === undefined ? 'likely' : 'certain',
    }
  },
}
