import { readdirSync, readFileSync } from 'node:fs'
import type { Question, QuestionsData } from '../../model/index.js'
import { repositoryRoot } from '../repository.js'

/** Ids of the bundled providers: the file names in data/providers. */
function providerIds(): string[] {
  return readdirSync(new URL('data/providers/', repositoryRoot))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

function valueSchema(question: Question): Record<string, unknown> {
  const ids = question.values?.map((value) => value.id) ?? []
  switch (question.kind) {
    case 'one':
      return { enum: ids }
    case 'several':
      return { type: 'array', uniqueItems: true, items: { enum: ids } }
    case 'yes-no':
      return { type: 'boolean' }
    case 'provider':
      return { enum: providerIds() }
  }
}

/** data/schema/answers.schema.json, made from data/questions.json so that a question is added in one place. */
export function answersSchema(): { path: string; content: string } {
  const data = JSON.parse(
    readFileSync(new URL('data/questions.json', repositoryRoot), 'utf8'),
  ) as QuestionsData
  const properties = Object.fromEntries(
    data.questions.map((question) => [question.id, { description: question.text, ...valueSchema(question) }]),
  )
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'answers.schema.json',
    title: 'Answers',
    description: 'Answers by question id. Generated from data/questions.json. An absent id means: not said.',
    type: 'object',
    additionalProperties: false,
    properties,
  }
  return {
    path: 'data/schema/answers.schema.json',
    content: `${JSON.stringify(schema, null, 2)}\n`,
  }
}
