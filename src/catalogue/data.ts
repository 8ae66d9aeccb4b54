import type {
  ComparisonData,
  FindingText,
  Provider,
  QuestionsData,
  RulesData,
  ServerResponses,
  SetupsData,
} from '../model/index.js'
import { load, namesIn } from './files.js'

/** The part of a JSON Schema file that the program itself looks at. */
export interface SchemaFile {
  $schema: string
  $id: string
  title: string
  description: string
  $defs?: Record<string, { title?: string }>
  [keyword: string]: unknown
}

const schemaEnding = '.schema.json'

/** data/comparison.json: the POP versus IMAP table. */
export const loadComparison = (): ComparisonData => load('comparison.json')

/** data/questions.json: what people are asked. */
export const loadQuestions = (): QuestionsData => load('questions.json')

/** data/setups.json: the six set-ups and their settings. */
export const loadSetups = (): SetupsData => load('setups.json')

/** data/rules.json: what turns facts into advice. */
export const loadRules = (): RulesData => load('rules.json')

/** Ids of the bundled providers, sorted. */
export const providerIds = (): readonly string[] => namesIn('providers/', '.json')

/** data/providers/<id>.json, or undefined when there is no such provider. */
export function loadProvider(id: string): Provider | undefined {
  return providerIds().includes(id) ? load(`providers/${id}.json`) : undefined
}

/** All bundled providers, by id. */
export const loadProviders = (): Provider[] => providerIds().map((id) => load(`providers/${id}.json`))

/** Ids of all findings, sorted. */
export const findingIds = (): readonly string[] => namesIn('findings/', '.json')

/** data/findings/<id>.json, or undefined when there is no such finding. */
export function loadFinding(id: string): FindingText | undefined {
  return findingIds().includes(id) ? load(`findings/${id}.json`) : undefined
}

/** data/responses: what servers say when they refuse, by provider, and last what any server may say. */
export function loadResponses(): ServerResponses[] {
  const all = namesIn('responses/', '.json').map((id) => load<ServerResponses>(`responses/${id}.json`))
  return [...all.filter((one) => one.recognisedBy), ...all.filter((one) => !one.recognisedBy)]
}

/** Names of all schemas in data/schema, sorted. */
export const schemaKinds = (): readonly string[] => namesIn('schema/', schemaEnding)

/** data/schema/<kind>.schema.json, or undefined when there is no such schema. */
export function loadSchema(kind: string): SchemaFile | undefined {
  return schemaKinds().includes(kind) ? load(`schema/${kind}${schemaEnding}`) : undefined
}
