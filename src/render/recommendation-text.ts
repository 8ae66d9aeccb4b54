import type { AdvisedSetting, AnswerChange, Counterfactual, RecommendationDocument } from '../model/index.js'
import { answerText, questionText, settingLines, setupName } from './answer-words.js'
import { addConfirmation, addVerdict, addVerdictLine } from './confirmation-text.js'
import { Page, type RenderOptions, type Tone } from './page.js'
import { planHint } from './plan.js'

const certaintyTones = { high: 'good', medium: 'plain', low: 'warn' } as const

// Further ones are in the JSON; a person reads the nearest few.
const mostChanges = 3
const mostAlternatives = 2

// A longer page has pushed its head out of the window by the time it is read.
const shortPage = 20

/** A section of points that is left out when there are none. */
function addPoints(
  page: Page,
  title: string,
  mark: string,
  points: readonly string[],
  tone: Tone = 'plain',
): void {
  if (points.length === 0) return
  page.heading(title)
  for (const point of points) page.item(mark, point, tone, 2)
}

/** The value of a setting with its unit. */
export function settingValue({ value, unit }: AdvisedSetting): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return unit === undefined ? String(value) : `${value} ${unit}`
}

function addSettings(page: Page, settings: readonly AdvisedSetting[]): void {
  if (settings.length === 0) return
  page.heading('Settings')
  for (const setting of settings) {
    page.item(`${setting.label}: `, settingValue(setting), 'title', 2).text(setting.why, 'plain', 4)
  }
}

function changeText({ question, from, to }: AnswerChange): string {
  const now = from === undefined ? '' : ` (now: ${answerText(question, from)})`
  return `"${questionText(question)}" were answered "${answerText(question, to)}"${now}`
}

/** A change of answers and the choice that it leads to. */
export function counterfactualText({ changes, choice }: Counterfactual): string {
  return `${setupName(choice)}, if ${changes.map(changeText).join(' and ')}`
}

/** The nearest few changes, one for each other choice first: three ways to the same one tell less. */
export function nearestChanges(found: readonly Counterfactual[]): Counterfactual[] {
  const firsts = found.filter(
    (one, index) => found.findIndex(({ choice }) => choice === one.choice) === index,
  )
  return [...firsts, ...found.filter((one) => !firsts.includes(one))].slice(0, mostChanges)
}

function addHead(page: Page, document: RecommendationDocument): void {
  const { choice, summary, certainty, confirmation } = document
  page.text(document.name ?? setupName(choice), 'title')
  if (summary !== undefined) page.text(summary)
  page.blank().item('Certainty: ', certainty, certaintyTones[certainty])
  if (confirmation !== undefined) addVerdict(page, confirmation)
}

function addOpenQuestions(page: Page, questions: RecommendationDocument['openQuestions']): void {
  if (questions.length === 0) return
  page.heading('Still open: what could change the choice')
  for (const { id, text } of questions) {
    page.item('? ', text, 'plain', 2)
    settingLines(id, page.width - 6).forEach((line, index) => {
      page.verbatim(line, 'plain', index === 0 ? 4 : 6)
    })
  }
}

/** The plan, each step with how to see that it worked; or what to say to get one. */
function addSteps(page: Page, document: RecommendationDocument): void {
  const hint = planHint(document)
  if (document.steps.length > 0 || hint !== undefined) page.heading('Steps')
  document.steps.forEach(({ text, check }, index) => {
    page.item(`${index + 1}. `.padEnd(4), text, 'plain', 2).item('Check: ', check, 'dim', 6)
  })
  if (hint !== undefined) page.text(hint, 'dim', 2)
}

/** The outcome once more at the end, where the cursor is; the certainty where there was no server to ask. */
function addFoot(page: Page, { name, choice, certainty, confirmation }: RecommendationDocument): void {
  if (page.length <= shortPage) return
  page.blank().item('Recommended: ', name ?? setupName(choice), 'title')
  if (confirmation === undefined) page.item('Certainty: ', certainty, certaintyTones[certainty])
  else addVerdictLine(page, confirmation)
}

/** A recommendation for a terminal: the verdict first, then why, what to set, what remains, what would change it. */
export function recommendationText(document: RecommendationDocument, options: RenderOptions): string {
  const page = new Page(options)
  addHead(page, document)
  const texts = (points: readonly { text: string }[]) => points.map(({ text }) => text)
  addPoints(page, 'Contradictions', '! ', texts(document.contradictions), 'warn')
  addPoints(page, 'Because', '+ ', texts(document.reasons))
  addPoints(page, 'Against it', '- ', texts(document.against))
  const also = document.alternatives.slice(0, mostAlternatives).map(({ name, when }) => `${name}, if ${when}`)
  addPoints(page, 'Also defensible', '- ', also)
  addSettings(page, document.settings)
  addPoints(page, 'Remaining risks', '- ', texts(document.risks))
  const changes = nearestChanges(document.wouldChange).map(counterfactualText)
  addPoints(page, 'What would change this', '- ', changes)
  addOpenQuestions(page, document.openQuestions)
  addSteps(page, document)
  if (document.confirmation !== undefined) addConfirmation(page, document.confirmation)
  addPoints(page, 'Notes', '- ', document.request.notes)
  addFoot(page, document)
  return page.toString()
}
