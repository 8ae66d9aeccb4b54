import type { EndpointProbe, Phase } from '../../model/index.js'
import { duration, endpointName, endpointOutcome, phaseTitle } from '../endpoint.js'
import { ran } from '../waterfall.js'
import { type Html, html, nothing } from './escape.js'

/** Names that leave room for the bars on a narrow page. */
const shortTitles: Partial<Record<Phase['name'], string>> = {
  'capability-tls': 'inside TLS',
  'capability-login': 'after sign-in',
}

const rowHeight = 24

/** Percent of the width: where the bars begin and how wide they may be. The rest is for the times. */
const room = { start: 32, width: 48 }

/** So that what took no time can be seen. */
const thinnest = 0.4

function percent(share: number): string {
  return `${Number((room.start + share * room.width).toFixed(2))}%`
}

function wrong({ name, outcome }: Phase, { tls }: EndpointProbe): boolean {
  return outcome === 'failed' || (name === 'tls' && tls?.verified === false)
}

function bar(phase: Phase, row: number, before: number, whole: number, probe: EndpointProbe): Html {
  const { name, outcome, ms } = phase
  const [start, share] = whole > 0 ? [before / whole, ms / whole] : [0, 0]
  const middle = row * rowHeight + rowHeight / 2
  const width = Math.max(thinnest, Number((share * room.width).toFixed(2)))
  const tone = wrong(phase, probe) ? 'bad' : ''
  const words = outcome === 'failed' ? 'failed' : tone === '' ? '' : 'not verified'
  const time = words === '' ? duration(ms) : words
  return html`<text x="0" y="${middle + 4}" class="name ${tone}">${shortTitles[name] ?? phaseTitle(name, probe.endpoint.protocol)}</text><rect class="bar ${tone}" x="${percent(start)}" y="${middle - 6}" width="${width}%" height="12" rx="2"/><text x="100%" y="${middle + 4}" text-anchor="end" class="time ${tone}">${time}</text>`
}

/** The phases of one endpoint in words, for those who do not see the bars. */
function described(probe: EndpointProbe): string {
  const words = ran(probe).map((phase) => {
    const failed = wrong(phase, probe) ? (phase.outcome === 'failed' ? ', failed' : ', not verified') : ''
    return `${phaseTitle(phase.name, probe.endpoint.protocol)} ${duration(phase.ms)}${failed}`
  })
  return `${words.join('; ')}.`
}

function chart(probe: EndpointProbe, index: number, whole: number): Html {
  const phases = ran(probe)
  if (phases.length === 0) return nothing
  const height = phases.length * rowHeight
  let before = 0
  const bars = phases.map((phase, row) => {
    const one = bar(phase, row, before, whole, probe)
    before += phase.ms
    return one
  })
  const grid = [0, 0.5, 1].map(
    (share) =>
      html`<line class="track" x1="${percent(share)}" y1="0" x2="${percent(share)}" y2="${height}"/>`,
  )
  const name = endpointName(probe.endpoint)
  const { word } = endpointOutcome(probe)
  return html`<figure><figcaption>${name}: ${word}, ${duration(probe.ms)}</figcaption><svg role="img" aria-labelledby="phases-${index}-title phases-${index}-desc" height="${height}"><title id="phases-${index}-title">Phases of ${name}</title><desc id="phases-${index}-desc">${described(probe)}</desc>${grid}${bars}</svg></figure>`
}

/** Each endpoint's phases as a waterfall, all to the same scale: what came after what, and how long it took. */
export function waterfalls(probes: readonly EndpointProbe[]): Html {
  const total = (probe: EndpointProbe) => ran(probe).reduce((sum, { ms }) => sum + ms, 0)
  const whole = Math.max(0, ...probes.map(total))
  return html`${probes.map((probe, index) => chart(probe, index, whole))}`
}
