import type { Confirmation, RecommendationDocument, Source } from '../../model/index.js'
import { accountLines } from '../account-lines.js'
import { answerText, questionText, settingLines, setupName } from '../answer-words.js'
import { verdicts } from '../confirmation-text.js'
import { citedSources, decidedRows } from '../decided-rows.js'
import { planHint } from '../plan.js'
import { counterfactualText, nearestChanges, settingValue } from '../recommendation-text.js'
import { endpointEvidence, endpointTable } from './endpoints.js'
import { type Html, html, nothing } from './escape.js'
import { folded, type Gravity, page, points, section, steps, table, verdictBox } from './page.js'
import { waterfalls } from './waterfall.js'

/** The reader's screen breaks the line, not this program. */
const oneLineOnly = Number.POSITIVE_INFINITY

const verdictGravities: Record<Confirmation['verdict'], Gravity> = {
  confirmed: 'good',
  'confirmed-with-limits': 'warn',
  'not-supported': 'bad',
  'not-tested': 'note',
}

function nameOf({ name, choice }: RecommendationDocument): string {
  return name ?? setupName(choice)
}

function verdictPart(document: RecommendationDocument): Html {
  const { summary, certainty, confirmation, contradictions } = document
  const untested = certainty === 'high' ? 'good' : 'note'
  const gravity = confirmation === undefined ? untested : verdictGravities[confirmation.verdict]
  const changed = confirmation?.changedFrom
  return verdictBox(gravity, `Recommended: ${nameOf(document)}`, [
    ...(summary === undefined ? [] : [summary]),
    html`Certainty: <strong>${certainty}</strong>`,
    ...(confirmation === undefined
      ? []
      : [html`On your server: <strong>${verdicts[confirmation.verdict].words}</strong>`]),
    ...(changed === undefined ? [] : [`From your answers alone it would have been: ${setupName(changed)}.`]),
    ...(contradictions.length === 0 ? [] : ['Some answers contradict each other; see below.']),
  ])
}

function serverPart(confirmation: Confirmation | undefined): Html {
  if (confirmation === undefined) return nothing
  const { limits, gains, endpoints, account, verdict } = confirmation
  const limiting = limits.map(({ text, blocking }) =>
    blocking
      ? html`<strong class="bad">Stands against it:</strong> ${text}`
      : html`<strong class="warn">Limit:</strong> ${text}`,
  )
  const giving = gains.map(({ text }) => html`<strong class="good">Gain:</strong> ${text}`)
  return section(
    `On your server: ${verdicts[verdict].words}`,
    points([...limiting, ...giving, ...accountLines(account)]),
    endpointTable(endpoints),
    waterfalls(endpoints),
  )
}

function openPart({ openQuestions }: RecommendationDocument): Html {
  const questions = openQuestions.map(
    ({ id, text }) => html`${text}<br><code>${settingLines(id, oneLineOnly).join('')}</code>`,
  )
  return section('Still open: what could change the choice', points(questions))
}

/** A link only where it leads to the web: nothing else belongs into a document of facts. */
function source({ text, url }: Source): Html {
  return url !== undefined && /^https?:\/\//.test(url)
    ? html`<a href="${url}" rel="noreferrer">${text}</a>`
    : html`${text}`
}

function evidencePart(document: RecommendationDocument): Html {
  const { reasons, against, request, confirmation } = document
  const rules = [...reasons, ...against].map(({ rule, text, points: given }) => [
    html`<code>${rule}</code>`,
    text,
    given,
  ])
  const answers = Object.entries(request.answers).map(([id, value]) => [
    questionText(id),
    answerText(id, value),
  ])
  const sources = citedSources(document)
  return section(
    'Evidence',
    ...(answers.length === 0
      ? []
      : [folded('Your answers', table('What was answered', ['Question', 'Answer'], answers))]),
    ...(rules.length === 0
      ? []
      : [folded('Rules', table('Rules and their points', ['Rule', 'Says', 'Points'], rules))]),
    ...(sources.length === 0 ? [] : [folded(`Sources (${sources.length})`, points(sources.map(source)))]),
    ...endpointEvidence(confirmation?.endpoints ?? []),
  )
}

function rowsPart(document: RecommendationDocument): Html {
  const decided = decidedRows(document)
  const rows = decided.map(({ feature, pop, imap }) => [feature, pop, imap])
  const today = decided.flatMap(({ feature, caveat }) =>
    caveat === undefined ? [] : [html`<strong>${feature}</strong>, today: ${caveat}`],
  )
  return section(
    'What the comparison says',
    table('Rows of the POP and IMAP comparison that decided', ['Feature', 'POP', 'IMAP'], rows),
    points(today),
  )
}

function stepsPart(document: RecommendationDocument): Html {
  const hint = planHint(document)
  if (hint !== undefined) return section('Steps', html`<p class="dim">${hint}</p>`)
  return section(
    'Steps',
    steps(document.steps.map(({ text, check }) => html`${text}<br><span class="dim">Check: ${check}</span>`)),
  )
}

/** A recommendation as one HTML page: the choice, why, what to set and do, what the server says, the evidence folded away. */
export function recommendationHtml(document: RecommendationDocument): string {
  const texts = (items: readonly { text: string }[]) => points(items.map(({ text }) => text))
  const { request, settings, tool } = document
  const { targets, notes, repeat } = request
  const rows = settings.map((one) => [one.label, html`<strong>${settingValue(one)}</strong>`, one.why])
  return page({
    kind: 'Recommendation',
    heading: targets.length === 0 ? 'POP or IMAP?' : `POP or IMAP for ${targets.join(', ')}?`,
    verdict: verdictPart(document),
    sections: [
      section('Contradictions', texts(document.contradictions)),
      section('Because', texts(document.reasons)),
      section('Against it', texts(document.against)),
      section('Settings', table('What to set in the mail program', ['Setting', 'Value', 'Why'], rows)),
      stepsPart(document),
      section('Remaining risks', texts(document.risks)),
      serverPart(document.confirmation),
      section(
        'Also defensible',
        points(document.alternatives.map(({ name, when }) => `${name}, if ${when}`)),
      ),
      section('What would change this', points(nearestChanges(document.wouldChange).map(counterfactualText))),
      openPart(document),
      rowsPart(document),
      section('Notes', points(notes)),
      evidencePart(document),
    ],
    footer: [
      `Made by ${tool.name} ${tool.version}.`,
      ...(repeat === undefined ? [] : [`To repeat this: ${repeat}`]),
    ],
  })
}
