import type { DiagnosisDocument, Evidence, Finding } from '../../model/index.js'
import { causeLabels, evidenceText } from '../diagnosis-text.js'
import { endpointName } from '../endpoint.js'
import {
  type Cause,
  causesIn,
  consequences as consequenceOf,
  cost,
  fine,
  stepsFor,
  unexplained,
  verdict,
} from '../findings.js'
import { endpointEvidence, endpointTable, environmentLine, foundBy } from './endpoints.js'
import { type Html, html, nothing, serverWords } from './escape.js'
import { folded, type Gravity, page, points, section, steps, verdictBox } from './page.js'
import { waterfalls } from './waterfall.js'

const gravities: Record<Finding['severity'], Gravity> = {
  blocker: 'bad',
  exposure: 'bad',
  degraded: 'warn',
  note: 'note',
}

function evidence(one: Evidence): Html {
  return one.from === 'server' ? serverWords(one.text) : html`${evidenceText(one)}`
}

function titled(title: string, content: Html): Html {
  return content.toString() === '' ? nothing : html`<h4>${title}</h4>${content}`
}

function findingPart(found: Cause, first: boolean): Html {
  const { finding, endpoints, consequences } = found
  const { severity, title, id, certainty, cause } = finding
  const also = consequences.map((one) => html`${one.title} <code>${one.id}</code>`)
  const seen = found.evidence.map(evidence)
  return html`<article class="finding"><h3><span class="tag ${gravities[severity]}">${severity}</span>${title}</h3>
<p><strong>${causeLabels[certainty]}:</strong> ${cause}</p>
${titled('For you', steps(stepsFor('user', finding)))}${titled('For the administrator', steps(stepsFor('administrator', finding)))}${titled('Where', endpoints.length < 2 ? nothing : html`<p>${endpoints.map(endpointName).join(', ')}</p>`)}${titled('Also explained by this', points(also))}${titled('Not reached because of it', points(found.notReached))}${seen.length === 0 ? nothing : folded(`Evidence (${seen.length})`, points(seen))}<p class="dim">${first ? 'Most important. ' : ''}${severity}: ${consequenceOf[severity]}. More: <code>mailadvise explain ${id}</code></p></article>
`
}

function notePart({ finding, endpoints }: Cause): Html {
  const others = endpoints.slice(1).map(endpointName)
  const also = others.length > 0 ? `; also on ${others.join(', ')}` : ''
  return folded(
    finding.title,
    html`<p>${finding.cause}</p>${steps(finding.fix.map(({ text }) => text))}<p class="dim"><code>${finding.id}</code>${also}</p>`,
  )
}

function gravityOf(document: DiagnosisDocument, causes: readonly Cause[]): Gravity {
  const found = causes.map(({ finding }) => gravities[finding.severity])
  if (found.includes('bad') || unexplained(document).length > 0) return 'bad'
  // The same words as the verdict: what was broken off is not all right.
  if (found.includes('warn') || verdict(document, causes).startsWith('Broken off')) return 'warn'
  return 'good'
}

function unjudged({ checks }: DiagnosisDocument): string[] {
  return checks
    .filter(({ outcome }) => outcome === 'errored')
    .map(({ id, message }) => `${id}, for a bug in mailadvise: ${message ?? 'unknown'}`)
}

function verdictPart(document: DiagnosisDocument, causes: readonly Cause[], grave: readonly Cause[]): Html {
  const [first] = grave
  const well = fine(document)
  return verdictBox(gravityOf(document, causes), verdict(document, causes), [
    ...(first === undefined ? [] : [html`Most important: <strong>${first.finding.title}</strong>`]),
    ...(well.length > 0 ? [`Fine: ${well.join(', ')}.`] : []),
  ])
}

/** A diagnosis as one HTML page: the verdict, each cause with its fixes, the phases as a waterfall, the evidence folded away. */
export function diagnosisHtml(document: DiagnosisDocument): string {
  const { request, endpoints, discovery, environment } = document
  const causes = causesIn(document)
  const grave = causes.filter(({ finding }) => finding.severity !== 'note')
  const notes = causes.filter((one) => !grave.includes(one))
  const severalGrave = grave.length > 1
  return page({
    kind: 'Diagnosis',
    heading: request.targets.join(', '),
    verdict: verdictPart(document, causes, grave),
    sections: [
      section('What is wrong', ...grave.map((one, index) => findingPart(one, severalGrave && index === 0))),
      section('Not explained', points(unexplained(document))),
      section('Not judged', points(unjudged(document))),
      section('Endpoints', endpointTable(endpoints), waterfalls(endpoints)),
      section('Good to know', ...notes.map(notePart)),
      section('Notes', points(request.notes)),
      section('Evidence', ...endpointEvidence(endpoints)),
    ],
    footer: [
      `Probed ${request.startedAt} by ${document.tool.name} ${document.tool.version}: ${cost(document)}.`,
      ...foundBy(discovery),
      environmentLine(environment),
    ],
  })
}
