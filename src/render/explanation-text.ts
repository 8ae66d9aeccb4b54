import type {
  CatalogueKind,
  CataloguePart,
  ExplanationDocument,
  ExplanationEntry,
  Rule,
  Source,
} from '../model/index.js'
import { conditionWords } from './condition-words.js'
import { Page, type RenderOptions } from './page.js'
import { addPart, addSourceParts, numbered } from './parts.js'

type Of<Kind extends CatalogueKind> = Extract<ExplanationEntry, { kind: Kind }>

const kindNames: Record<CatalogueKind, string> = {
  finding: 'finding of a diagnosis',
  capability: 'capability of a server',
  response: 'response code of a refusal',
  rule: 'rule of the advice',
  row: 'row of the comparison',
  question: 'question of recommend',
  setup: 'set-up that can be advised',
  scenario: 'scenario for simulate',
}

function addSources(page: Page, sources: readonly Source[]): void {
  addSourceParts(page, 'Sources', sources)
}

/** Placeholders of a text in the form in which manuals show them. */
function shown(text: string): string {
  return text.replace(/\{([a-zA-Z0-9-]+)\}/g, '<$1>')
}

function addHead(page: Page, kind: CatalogueKind, id: string, title: string, what = kindNames[kind]): void {
  page.blank().item(`${id}  `, what, 'dim').text(shown(title), 'title')
}

function addFinding(page: Page, { entry, explainedBy, scenarios }: Of<'finding'>): void {
  addHead(page, 'finding', entry.id, entry.title)
  addPart(page, 'Severity', [`${entry.severity} (stage ${entry.stage})`])
  addPart(page, 'Cause', [shown(entry.cause)])
  addPart(page, 'For you', numbered(entry.fixForUser.map(shown)))
  addPart(page, 'Administrator', numbered(entry.fixForAdministrator.map(shown)))
  addPart(page, 'Looks like', [entry.example])
  addPart(
    page,
    'Values',
    entry.args.map(({ name, means }) => `<${name}> ${means}`),
  )
  if (entry.explains.length > 0) addPart(page, 'Explains', [entry.explains.join(', ')])
  if (explainedBy.length > 0) addPart(page, 'Explained by', [explainedBy.join(', ')])
  addPart(
    page,
    'Try it',
    scenarios.map((id) => `mailadvise simulate ${id}`),
  )
  addSources(page, entry.references)
}

function addCapability(page: Page, { entry, protocol }: Of<'capability'>): void {
  addHead(page, 'capability', entry.name, entry.title, `${protocol.toUpperCase()} ${kindNames.capability}`)
  addPart(page, 'Means', [entry.means])
  if (entry.needs.length > 0) addPart(page, 'Serves', [entry.needs.join(', ')])
  addPart(page, 'Status', [
    [entry.status, ...(entry.standing === undefined ? [] : [entry.standing])].join(', '),
  ])
  addSources(page, entry.sources)
}

function addResponse(page: Page, { code, rows }: Of<'response'>): void {
  addHead(page, 'response', code, 'What it means depends on who says it')
  for (const { provider, entry } of rows) {
    addPart(page, 'Means', [`${entry.finding} (${entry.certainty}, from ${provider})`])
    addPart(page, 'Looks like', [entry.example])
  }
}

function effects({ families, setups, rulesOut }: Rule): string[] {
  const points = (number: number) => (number > 0 ? `+${number}` : String(number))
  const weights = [
    ...(families?.map((one) => `${one.family} ${points(one.points)}`) ?? []),
    ...(setups?.map((one) => `${one.setup} ${points(one.points)}`) ?? []),
  ]
  return [
    ...(weights.length > 0 ? [weights.join(', ')] : []),
    ...(rulesOut === undefined ? [] : [`rules out ${rulesOut.join(', ')}`]),
  ]
}

function addRule(page: Page, { entry }: Of<'rule'>): void {
  addHead(page, 'rule', entry.id, entry.reason)
  addPart(page, 'When', [conditionWords(entry.when)])
  addPart(page, 'Counts', effects(entry))
  addPart(page, 'Contradiction', entry.contradiction === undefined ? [] : [shown(entry.contradiction)])
  const texts = (list: readonly { text: string }[] = []) => list.map(({ text }) => shown(text))
  addPart(page, 'Risk', texts(entry.risks))
  addPart(page, 'Limit', texts(entry.limits))
  addPart(page, 'Gain', texts(entry.confirms))
  addPart(
    page,
    'Step',
    (entry.steps ?? []).map(({ text, check }) => `${shown(text)} Check: ${shown(check)}`),
  )
  if (entry.rows.length > 0) addPart(page, 'Rests on', [entry.rows.join(', ')])
  addSources(page, entry.sources)
}

function addRow(page: Page, { entry, rules }: Of<'row'>): void {
  addHead(page, 'row', entry.id, entry.feature)
  addPart(page, 'POP', [entry.pop])
  addPart(page, 'IMAP', [entry.imap])
  addPart(page, 'Today', entry.caveat === undefined ? [] : [entry.caveat])
  if (rules.length > 0) addPart(page, 'Used by', [rules.join(', ')])
  addSources(page, entry.sources)
}

function addQuestion(page: Page, { entry }: Of<'question'>): void {
  addHead(page, 'question', entry.id, entry.text)
  addPart(page, 'Why', [entry.why])
  const values = entry.values?.map(({ id, label }) => `${id}: ${label}`)
  addPart(page, 'Values', values ?? (entry.kind === 'yes-no' ? ['yes, no'] : []))
  addPart(page, 'Asked when', entry.askWhen === undefined ? [] : [conditionWords(entry.askWhen)])
  addPart(page, 'Answer', [`mailadvise recommend --set ${entry.id}=VALUE`])
}

function addSetup(page: Page, { entry }: Of<'setup'>): void {
  addHead(page, 'setup', entry.id, entry.name)
  addPart(page, 'Is', [entry.summary])
  addPart(page, 'Fits if', [entry.alsoDefensibleWhen])
  addPart(
    page,
    'Settings',
    entry.settings.map(({ id, value, why }) => `${id} = ${value}: ${why}`),
  )
  addPart(
    page,
    'Risks',
    entry.risks.map(({ text }) => text),
  )
}

function addScenario(page: Page, { entry }: Of<'scenario'>): void {
  addHead(page, 'scenario', entry.id, entry.title)
  addPart(page, 'About', [entry.about])
  const ports = entry.endpoints.map(({ protocol, port, security }) => `${protocol} ${port} ${security}`)
  addPart(page, 'Ports', [ports.join(', ')])
  const { findings = [] } = entry.expects ?? {}
  if (findings.length > 0) addPart(page, 'Findings', [findings.join(', ')])
  addPart(page, 'Try it', [`mailadvise simulate ${entry.id}`])
}

function addEntry(page: Page, entry: ExplanationEntry): void {
  if (entry.kind === 'finding') addFinding(page, entry)
  else if (entry.kind === 'capability') addCapability(page, entry)
  else if (entry.kind === 'response') addResponse(page, entry)
  else if (entry.kind === 'rule') addRule(page, entry)
  else if (entry.kind === 'row') addRow(page, entry)
  else if (entry.kind === 'question') addQuestion(page, entry)
  else if (entry.kind === 'setup') addSetup(page, entry)
  else addScenario(page, entry)
}

function addIds(page: Page, { kind, items }: CataloguePart): void {
  page.text(`Each is a ${kindNames[kind]}.`, 'dim').blank()
  const longest = Math.max(0, ...items.map(({ id }) => id.length))
  for (const { id, title } of items) page.item(`${id.padEnd(longest)}  `, shown(title))
}

function addKinds(page: Page, parts: readonly CataloguePart[]): void {
  page.text('mailadvise explain ID explains any of these; --list KIND names the ids of a kind.').blank()
  for (const { kind, items } of parts) {
    page.item(`${kind.padEnd(10)}  ${String(items.length).padStart(4)}  `, kindNames[kind])
  }
}

/** An explanation for a terminal: each entry with that id, or the list of kinds, or the ids of one kind. */
export function explanationText(document: ExplanationDocument, options: RenderOptions): string {
  const page = new Page(options)
  const { entries, catalogue = [], request } = document
  for (const entry of entries) addEntry(page, entry)
  if (request.list === undefined && catalogue.length > 0) addKinds(page, catalogue)
  if (request.list !== undefined) for (const part of catalogue) addIds(page, part)
  return page.toString()
}
