import { firstFailure, type ProbeDocument } from '../../model/index.js'
import { accountLines } from '../account-lines.js'
import { endpointOutcome } from '../endpoint.js'
import { endpointEvidence, endpointTable, environmentLine, foundBy } from './endpoints.js'
import { html } from './escape.js'
import { page, points, section, verdictBox } from './page.js'
import { waterfalls } from './waterfall.js'

/** A probe as one HTML page: how each endpoint fared, its phases as a waterfall, everything else folded away. */
export function probeHtml(document: ProbeDocument): string {
  const { request, endpoints, discovery, environment, account, tool } = document
  const usable = endpoints.filter((probe) => firstFailure(probe) === undefined)
  const well = endpoints.filter((probe) => endpointOutcome(probe).word === 'ok')
  const gravity = usable.length === 0 ? 'bad' : well.length < endpoints.length ? 'warn' : 'good'
  return page({
    kind: 'Probe',
    heading: request.targets.join(', '),
    verdict: verdictBox(gravity, `${usable.length} of ${endpoints.length} endpoints can be used.`),
    sections: [
      section('Endpoints', endpointTable(endpoints), waterfalls(endpoints)),
      section('Mailbox', html`${points(accountLines(account))}`),
      section('Notes', points(request.notes)),
      section('Evidence', ...endpointEvidence(endpoints)),
    ],
    footer: [
      `Probed ${request.startedAt} by ${tool.name} ${tool.version}.`,
      ...foundBy(discovery),
      environmentLine(environment),
    ],
  })
}
