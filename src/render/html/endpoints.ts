import {
  type DiscoveryResult,
  type EndpointProbe,
  firstFailure,
  type ProbeEnvironment,
  sourcesOf,
} from '../../model/index.js'
import { addCapabilities } from '../capabilities-text.js'
import { endpointName, endpointOutcome } from '../endpoint.js'
import { addEndpoint } from '../endpoint-text.js'
import { sourceName } from '../found-by.js'
import { Page } from '../page.js'
import { addTranscripts } from '../transcript.js'
import { type Html, html, lines, nothing, serverWords } from './escape.js'
import { folded, table } from './page.js'

/** Columns of what is folded away; more would have to be scrolled sideways on most screens. */
const evidenceWidth = 76

/** How each endpoint fared, with the server's own words where something failed. */
export function endpointTable(probes: readonly EndpointProbe[]): Html {
  const rows = probes.map((probe) => {
    const { word, text, tone } = endpointOutcome(probe)
    const said = firstFailure(probe)?.failure?.serverText
    const words = said === undefined ? nothing : html` ${serverWords(said)}`
    return [endpointName(probe.endpoint), html`<span class="${tone}">${word}</span>`, html`${text}${words}`]
  })
  return table('How each endpoint fared', ['Endpoint', 'Outcome', 'What happened'], rows)
}

function wholeText(probe: EndpointProbe): string {
  const page = new Page({ width: evidenceWidth, colour: false })
  addEndpoint(page, probe, new Set())
  addCapabilities(page, probe.capabilities?.explained ?? [])
  addTranscripts(page, [probe])
  return page.toString()
}

/** All that was seen of each endpoint, folded away. */
export function endpointEvidence(probes: readonly EndpointProbe[]): Html[] {
  return probes.map((probe) =>
    folded(
      `All that was seen of ${endpointName(probe.endpoint)}`,
      html`<pre tabindex="0">${lines(wholeText(probe).trimEnd())}</pre>`,
    ),
  )
}

/** By whom the servers were found, where they were not typed. */
export function foundBy(discovery: DiscoveryResult | undefined): string[] {
  if (discovery === undefined || discovery.candidates.length === 0) return []
  const sources = [...new Set(discovery.candidates.flatMap(sourcesOf))]
  return [`Servers found by: ${sources.map(sourceName).join(', ')}.`]
}

/** What this side brought along. */
export function environmentLine({ node, openssl, trust }: ProbeEnvironment): string {
  return `Probed with Node ${node}, OpenSSL ${openssl}; trusted: ${trust.join(', ')}.`
}
