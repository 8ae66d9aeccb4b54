import type { DiagnosisDocument } from '../model/index.js'
import { markdownText } from './comparison-markdown.js'
import { evidenceText } from './diagnosis-text.js'
import { endpointName, endpointOutcome } from './endpoint.js'
import { type Cause, causesIn, cost, fine, stepsFor, unexplained, verdict } from './findings.js'

function steps(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [`**${title}**`, '', ...texts.map((text, index) => `${index + 1}. ${markdownText(text)}`), '']
}

function points(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  return [`**${title}**`, '', ...texts.map((text) => `* ${markdownText(text)}`), '']
}

function causePart({ finding, endpoints, evidence, consequences, notReached }: Cause): string[] {
  const { severity, title, id, certainty, cause } = finding
  return [
    `## ${markdownText(title)}`,
    '',
    `\`${id}\`, ${severity}, ${certainty}`,
    '',
    markdownText(cause),
    '',
    ...steps('For the user', stepsFor('user', finding)),
    ...steps('For the administrator', stepsFor('administrator', finding)),
    ...points('Seen', evidence.map(evidenceText)),
    ...points('On', endpoints.map(endpointName)),
    ...points(
      'Also explained by this',
      consequences.map((one) => `${one.title} (${one.id})`),
    ),
    ...points('Not reached because of it', notReached),
  ]
}

/** A diagnosis for a ticket: the findings as Markdown, each with what to do. */
export function findingsMarkdown(document: DiagnosisDocument): string {
  const causes = causesIn(document)
  const lines = document.endpoints.map((probe) => {
    const { word, text } = endpointOutcome(probe)
    return `| ${markdownText(endpointName(probe.endpoint))} | ${word} | ${markdownText(text)} |`
  })
  const parts = [
    `# Diagnosis of ${markdownText(document.request.targets.join(', '))}`,
    '',
    markdownText(verdict(document, causes)),
    '',
    ...['| endpoint | outcome | |', '| --- | --- | --- |', ...lines, ''],
    ...causes.flatMap(causePart),
    ...points('Not explained', unexplained(document)),
    ...points('Fine', fine(document)),
    `Probed ${markdownText(document.request.startedAt)}: ${cost(document)}.`,
  ]
  return `${parts.join('\n')}\n`
}
