import type { DiagnosisDocument } from '../model/index.js'
import { markdownText } from './comparison-markdown.js'
import { causeLabels, evidenceText } from './diagnosis-text.js'
import { endpointName, endpointOutcome } from './endpoint.js'
import { type Cause, causesIn, consequences, cost, fine, stepsFor, unexplained, verdict } from './findings.js'
import { foundByWords } from './found-by.js'

function steps(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [`**${title}**`, '', ...texts.map((text, index) => `${index + 1}. ${markdownText(text)}`), '']
}

function points(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [`**${title}**`, '', ...texts.map((text) => `* ${markdownText(text)}`), '']
}

function causePart({ finding, endpoints, evidence, consequences: also, notReached }: Cause): string[] {
  const { severity, title, id, certainty, cause } = finding
  return [
    `## ${markdownText(title)}`,
    '',
    `**${severity}**: ${consequences[severity]}. More: \`mailadvise explain ${id}\``,
    '',
    `**${causeLabels[certainty]}:** ${markdownText(cause)}`,
    '',
    ...steps('For the user', stepsFor('user', finding)),
    ...steps('For the administrator', stepsFor('administrator', finding)),
    ...points('Seen', evidence.map(evidenceText)),
    ...points('Where', endpoints.map(endpointName)),
    ...points(
      'Also explained by this',
      also.map((one) => `${one.title} (${one.id})`),
    ),
    ...points('Not reached because of it', notReached),
  ]
}

/** Notes in short: who reads a ticket must not take them for further faults. */
function notesPart(notes: readonly Cause[]): string[] {
  if (notes.length === 0) return []
  const lines = notes.map(
    ({ finding }) =>
      `* **${markdownText(finding.title)}** (\`${finding.id}\`): ${markdownText(finding.cause)}`,
  )
  return [
    '## Good to know',
    '',
    'Nothing here is broken. More on each: `mailadvise explain ID`.',
    '',
    ...lines,
    '',
  ]
}

function head(document: DiagnosisDocument, causes: readonly Cause[], [first]: readonly Cause[]): string[] {
  const well = fine(document)
  return [
    `# Diagnosis of ${markdownText(document.request.targets.join(', '))}`,
    '',
    markdownText(verdict(document, causes)),
    '',
    ...(first === undefined ? [] : [`Most important: **${markdownText(first.finding.title)}**`, '']),
    ...(well.length === 0 ? [] : [`Fine: ${markdownText(well.join(', '))}.`, '']),
  ]
}

/** A diagnosis for a ticket: the verdict, the findings as Markdown, each with what to do, the notes in short. */
export function findingsMarkdown(document: DiagnosisDocument): string {
  const { request, endpoints, tool, discovery } = document
  const causes = causesIn(document)
  const grave = causes.filter(({ finding }) => finding.severity !== 'note')
  const lines = endpoints.map((probe) => {
    const { word, text } = endpointOutcome(probe)
    return `| ${markdownText(endpointName(probe.endpoint))} | ${word} | ${markdownText(text)} |`
  })
  const parts = [
    ...head(document, causes, grave),
    ...['| endpoint | outcome | what happened |', '| --- | --- | --- |', ...lines, ''],
    ...grave.flatMap(causePart),
    ...notesPart(causes.filter((one) => !grave.includes(one))),
    ...points('Not explained', unexplained(document)),
    ...points('Notes', request.notes),
    ...points('Servers found by', foundByWords(discovery)),
    `Probed ${markdownText(request.startedAt)} by ${tool.name} ${markdownText(tool.version)}: ${cost(document)}.`,
  ]
  return `${parts.join('\n')}\n`
}
