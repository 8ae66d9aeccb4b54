import type { EndpointProbe, ProbeDocument } from '../model/index.js'
import { addCapabilities, capabilityKey } from './capabilities-text.js'
import { endpointName } from './endpoint.js'
import { addEndpoint, addEndpointLines } from './endpoint-text.js'
import { addEnvironment } from './environment-text.js'
import { addFoundBy } from './found-by.js'
import { addAccount } from './mailbox-text.js'
import { Page, type RenderOptions } from './page.js'

function addOffer(page: Page, probe: EndpointProbe, shown: Map<string, string>): void {
  const explained = probe.capabilities?.explained ?? []
  if (explained.length === 0) return
  const key = capabilityKey(probe)
  const before = shown.get(key)
  if (before !== undefined) {
    page.item('Offers: ', `the same as ${before}`, 'plain', 2)
    return
  }
  shown.set(key, endpointName(probe.endpoint))
  addCapabilities(page, explained)
}

/** A probe for a terminal: one line for each endpoint first, then each with its phases and what it offers. */
export function probeText(document: ProbeDocument, options: RenderOptions): string {
  const page = new Page(options)
  for (const note of document.request.notes) page.item('Note: ', note, 'warn')
  page.blank()
  addEndpointLines(page, document.endpoints)
  if (document.account !== undefined) addAccount(page, document.account)
  const shown = new Map<string, string>()
  const certificates = new Set<string>()
  for (const probe of document.endpoints) {
    addEndpoint(page, probe, certificates)
    addOffer(page, probe, shown)
  }
  addFoundBy(page.blank(), document.discovery)
  addEnvironment(page, document.environment)
  return page.toString()
}
