import type {
  Capability,
  CatalogueItem,
  CatalogueKind,
  CataloguePart,
  ExplanationEntry,
  Protocol,
} from '../model/index.js'
import { findCapability, findMechanism, loadCapabilities } from './capabilities.js'
import {
  findingIds,
  loadComparison,
  loadFinding,
  loadQuestions,
  loadResponses,
  loadRules,
  loadSetups,
} from './data.js'
import { loadScenario, scenarioIds } from './scenarios.js'

/** The entries of one kind: how to list them, and how to find those that an id names. */
interface Shelf {
  list: () => CatalogueItem[]
  find: (id: string) => ExplanationEntry[]
}

type Of<Kind extends CatalogueKind> = Extract<ExplanationEntry, { kind: Kind }>

const protocols = ['imap', 'pop3'] as const satisfies readonly Protocol[]

const fold = (text: string) => text.trim().toLowerCase()

function named<Entry extends { id: string }>(entries: readonly Entry[], id: string): Entry[] {
  return entries.filter((entry) => fold(entry.id) === fold(id))
}

const findings = () => findingIds().flatMap((id) => loadFinding(id) ?? [])
const scenarios = () => scenarioIds().map(loadScenario)

function findFindings(id: string): ExplanationEntry[] {
  return named(findings(), id).map((entry) => ({
    kind: 'finding',
    entry,
    explainedBy: findings()
      .filter(({ explains }) => explains.includes(entry.id))
      .map((other) => other.id),
    scenarios: scenarios()
      .filter(({ expects }) => expects?.findings.includes(entry.id))
      .map((scenario) => scenario.id),
  }))
}

/** A capability as a server announces it (RIGHTS=texk, AUTH=PLAIN), as the catalogue names it, or a bare mechanism. */
function capabilityOf(protocol: Protocol, id: string): Capability | undefined {
  const data = loadCapabilities(protocol)
  const exact = data.capabilities.find(({ name }) => fold(name) === fold(id))
  return exact ?? findCapability(data, id) ?? findMechanism(data, id)
}

function findCapabilities(id: string): ExplanationEntry[] {
  return protocols.flatMap((protocol): ExplanationEntry[] => {
    const entry = capabilityOf(protocol, id)
    return entry === undefined ? [] : [{ kind: 'capability', protocol, entry }]
  })
}

function listCapabilities(): CatalogueItem[] {
  return protocols.flatMap((protocol) =>
    loadCapabilities(protocol).capabilities.map(({ name, title }) => ({
      id: name,
      title: `${protocol.toUpperCase()}: ${title}`,
    })),
  )
}

/** The response codes that some server gives a meaning, each with all the places where it has one. */
function responseCodes(): Of<'response'>[] {
  const rows = loadResponses().flatMap(({ id, responses }) =>
    responses.map((entry) => ({ provider: id, entry })),
  )
  const codes = [...new Set(rows.flatMap(({ entry }) => entry.code ?? []))].sort()
  return codes.map((code) => ({
    kind: 'response',
    code,
    rows: rows.filter(({ entry }) => entry.code === code),
  }))
}

function listResponses(): CatalogueItem[] {
  return responseCodes().map(({ code, rows }) => ({
    id: code,
    title: [...new Set(rows.map(({ entry }) => entry.finding))].join(', '),
  }))
}

function findRows(id: string): ExplanationEntry[] {
  return named(loadComparison().rows, id).map((entry) => ({
    kind: 'row',
    entry,
    rules: loadRules()
      .rules.filter(({ rows }) => rows.includes(entry.id))
      .map((rule) => rule.id),
  }))
}

const shelves: Record<CatalogueKind, Shelf> = {
  finding: {
    list: () => findings().map(({ id, title }) => ({ id, title })),
    find: findFindings,
  },
  capability: { list: listCapabilities, find: findCapabilities },
  response: {
    list: listResponses,
    find: (id) => responseCodes().filter(({ code }) => fold(code) === fold(id)),
  },
  rule: {
    list: () => loadRules().rules.map(({ id, reason }) => ({ id, title: reason })),
    find: (id) => named(loadRules().rules, id).map((entry) => ({ kind: 'rule', entry })),
  },
  row: {
    list: () => loadComparison().rows.map(({ id, feature }) => ({ id, title: feature })),
    find: findRows,
  },
  question: {
    list: () => loadQuestions().questions.map(({ id, text }) => ({ id, title: text })),
    find: (id) => named(loadQuestions().questions, id).map((entry) => ({ kind: 'question', entry })),
  },
  setup: {
    list: () => loadSetups().setups.map(({ id, name }) => ({ id, title: name })),
    find: (id) => named(loadSetups().setups, id).map((entry) => ({ kind: 'setup', entry })),
  },
  scenario: {
    list: () => scenarios().map(({ id, title }) => ({ id, title })),
    find: (id) => named(scenarios(), id).map((entry) => ({ kind: 'scenario', entry })),
  },
}

/** The kinds of entry that have ids, in the order in which they are shown. */
export const catalogueKinds = Object.keys(shelves) as CatalogueKind[]

/** All ids of these kinds with their titles. */
export function catalogueOf(kinds: readonly CatalogueKind[]): CataloguePart[] {
  return kinds.map((kind) => ({ kind, items: shelves[kind].list() }))
}

/** Every entry that an id names, in whatever letter case. */
export function entriesFor(id: string): ExplanationEntry[] {
  return catalogueKinds.flatMap((kind) => shelves[kind].find(id))
}
