import type { EndpointProbe } from '../model/index.js'
import { endpointName } from './endpoint.js'
import type { Page } from './page.js'

/** Lines on the wire, secrets masked where they were read; C is this side, S the server, * inside TLS. */
export function addTranscripts(page: Page, probes: readonly EndpointProbe[]): void {
  for (const { endpoint, transcript = [] } of probes) {
    if (transcript.length === 0) continue
    page.heading(`What was said on ${endpointName(endpoint)} (C client, S server, * inside TLS)`)
    for (const { direction, text, insideTls } of transcript) {
      const who = direction === 'sent' ? 'C' : 'S'
      page.item(`${who}${insideTls ? '*' : ' '} `, text, direction === 'sent' ? 'plain' : 'dim', 2)
    }
  }
}
