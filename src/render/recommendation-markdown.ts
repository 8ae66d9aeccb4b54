import type { Confirmation, RecommendationDocument } from '../model/index.js'
import { accountLines } from './account-lines.js'
import { answerText, questionText, settingLines, setupName } from './answer-words.js'
import { markdownText } from './comparison-markdown.js'
import { verdicts } from './confirmation-text.js'
import { decidedRows } from './decided-rows.js'
import { endpointName, endpointOutcome } from './endpoint.js'
import { planHint } from './plan.js'
import { counterfactualText, nearestChanges, settingValue } from './recommendation-text.js'

/** A line to type is not broken. */
const oneLineOnly = Number.POSITIVE_INFINITY

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, '']
}

function points(title: string, texts: readonly string[]): string[] {
  return part(
    title,
    texts.map((text) => `* ${markdownText(text)}`),
  )
}

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = rows.map((row) => line(row.map(markdownText)))
  return part(title, [line(columns), line(columns.map(() => '---')), ...body])
}

function serverPart(confirmation: Confirmation | undefined): string[] {
  if (confirmation === undefined) return []
  const { verdict, limits, gains, endpoints, account } = confirmation
  const rows = endpoints.map((probe) => {
    const { word, text } = endpointOutcome(probe)
    return [endpointName(probe.endpoint), word, text]
  })
  return [
    ...points(`On the server: ${verdicts[verdict].words}`, [
      ...limits.map(({ text, blocking }) => `${blocking ? 'Stands against it' : 'Limit'}: ${text}`),
      ...gains.map(({ text }) => `Gain: ${text}`),
      ...accountLines(account),
    ]),
    ...table('Endpoints', ['Endpoint', 'Outcome', 'What happened'], rows),
  ]
}

function head(document: RecommendationDocument): string[] {
  const { request, summary, certainty, confirmation } = document
  const whose = request.targets.length === 0 ? '' : ` (${markdownText(request.targets.join(', '))})`
  const changed = confirmation?.changedFrom
  return [
    `# Recommended: ${markdownText(document.name ?? setupName(document.choice))}${whose}`,
    '',
    ...(summary === undefined ? [] : [markdownText(summary), '']),
    `Certainty: ${certainty}.`,
    ...(confirmation === undefined ? [] : [`On the server: ${verdicts[confirmation.verdict].words}.`]),
    ...(changed === undefined
      ? []
      : [`From the answers alone it would have been: ${markdownText(setupName(changed))}.`]),
    '',
  ]
}

/** A recommendation for a ticket: what to choose, why, what to set and do, and what the server says to it. */
export function recommendationMarkdown(document: RecommendationDocument): string {
  const texts = (items: readonly { text: string }[]) => items.map(({ text }) => text)
  const { request, steps } = document
  const questions = document.openQuestions.map(
    ({ id, text }) => `${text} (${settingLines(id, oneLineOnly).join('')})`,
  )
  const answers = Object.entries(request.answers).map(
    ([id, value]) => `${questionText(id)} ${answerText(id, value)}`,
  )
  const lines = [
    ...head(document),
    ...points('Contradictions', texts(document.contradictions)),
    ...points('Because', texts(document.reasons)),
    ...points('Against it', texts(document.against)),
    ...table(
      'Settings',
      ['Setting', 'Value', 'Why'],
      document.settings.map((one) => [one.label, settingValue(one), one.why]),
    ),
    ...part(
      'Steps',
      steps.length > 0
        ? steps.flatMap(({ text, check }, index) => [
            `${index + 1}. ${markdownText(text)}`,
            `   * Check: ${markdownText(check)}`,
          ])
        : [planHint(document) ?? []].flat().map(markdownText),
    ),
    ...points('Remaining risks', texts(document.risks)),
    ...serverPart(document.confirmation),
    ...points(
      'Also defensible',
      document.alternatives.map(({ name, when }) => `${name}, if ${when}`),
    ),
    ...points('What would change this', nearestChanges(document.wouldChange).map(counterfactualText)),
    ...points('Still open', questions),
    ...table(
      'What the comparison says',
      ['Feature', 'POP', 'IMAP'],
      decidedRows(document).map(({ feature, pop, imap }) => [feature, pop, imap]),
    ),
    ...points('Answers', answers),
    ...points('Notes', request.notes),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
