import type { DiagnosisDocument, Evidence, Finding } from '../model/index.js'
import { endpointName } from './endpoint.js'
import { addEnvironment } from './environment-text.js'
import { type Cause, causesIn, cost, fine, stepsFor, unexplained, verdict } from './findings.js'
import { addFoundBy } from './found-by.js'
import { Page, type RenderOptions, type Tone } from './page.js'
import { addPart, numbered } from './parts.js'
import { serverSays } from './sanitise.js'
import { addTranscripts } from './transcript.js'
import { addWaterfall } from './waterfall.js'

const tones: Record<Finding['severity'], Tone> = {
  blocker: 'bad',
  exposure: 'bad',
  degraded: 'warn',
  note: 'plain',
}

/** How sure a cause is, as the label before it. */
export const causeLabels: Record<Finding['certainty'], string> = {
  certain: 'Cause',
  likely: 'Likely cause',
  possible: 'Perhaps',
}

const indent = 2

/** Evidence with its source: a server's words are never mistaken for the program's. */
export function evidenceText({ text, from }: Evidence): string {
  if (from === 'server') return serverSays(text)
  return from === 'provider-facts' ? `known of this provider: ${text}` : text
}

function addCause(page: Page, { finding, endpoints, evidence, consequences, notReached }: Cause): void {
  const { severity, title, id, certainty, cause } = finding
  page.blank().item(`${severity.toUpperCase().padEnd(8)}  `, title, tones[severity])
  addPart(page, causeLabels[certainty], [cause])
  addPart(page, 'For you', numbered(stepsFor('user', finding)), 'title')
  addPart(page, 'Administrator', numbered(stepsFor('administrator', finding)), 'title')
  addPart(page, 'Seen', evidence.map(evidenceText))
  if (endpoints.length > 1) addPart(page, 'On', [endpoints.map(endpointName).join(', ')])
  for (const one of consequences) {
    page.item('Also explained by this: ', `${one.title} [${one.id}]`, 'plain', indent)
  }
  if (notReached.length > 0) page.item('Not reached because of it: ', notReached.join(', '), 'plain', indent)
  addPart(page, 'More', [`mailadvise explain ${id}`], 'dim')
}

/** Notes in short: nothing is broken, and the whole text is one command away. */
function addNotes(page: Page, notes: readonly Cause[]): void {
  if (notes.length === 0) return
  page.heading('Good to know (more: mailadvise explain ID)')
  for (const { finding, endpoints } of notes) {
    const others = endpoints.slice(1).map(endpointName)
    const also = others.length > 0 ? `; also on ${others.join(', ')}` : ''
    page.item('- ', `${finding.title} [${finding.id}]${also}`, 'plain', indent)
  }
}

function addUnjudged(page: Page, document: DiagnosisDocument): void {
  for (const what of unexplained(document)) page.item('Not explained: ', what, 'bad')
  for (const { id, outcome, message } of document.checks) {
    if (outcome !== 'errored') continue
    page.item('Not judged: ', `${id}, for a bug in mailadvise: ${message ?? 'unknown'}`, 'warn')
  }
}

function addEnd(page: Page, document: DiagnosisDocument): void {
  const well = fine(document)
  page.blank()
  addUnjudged(page, document)
  if (well.length > 0) page.item('Fine: ', `${well.join(', ')}.`, 'good')
  const untested = document.request.user === undefined ? '; --user NAME would test the sign-in' : ''
  addFoundBy(page, document.discovery)
  page.item('Cost: ', `${cost(document)}${untested}.`, 'dim')
  addEnvironment(page, document.environment)
}

/**
 * A diagnosis for a terminal: one line for each endpoint, the findings with their fixes, the gravest first, what was all
 * right, and, where the document has it, what was said on the wire.
 */
export function diagnosisText(document: DiagnosisDocument, options: RenderOptions): string {
  const page = new Page(options)
  for (const note of document.request.notes) page.item('Note: ', note, 'warn')
  page.blank()
  addWaterfall(page, document.endpoints)
  const causes = causesIn(document)
  const notes = causes.filter(({ finding }) => finding.severity === 'note')
  page.heading(verdict(document, causes))
  for (const cause of causes) if (!notes.includes(cause)) addCause(page, cause)
  addNotes(page, notes)
  addEnd(page, document)
  addTranscripts(page, document.endpoints)
  return page.toString()
}
