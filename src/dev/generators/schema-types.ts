import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from 'json-schema-to-typescript'
import { repositoryRoot } from '../repository.js'

const schemaFolder = new URL('data/schema/', repositoryRoot)

interface SchemaFile {
  title: string
  $defs?: Record<string, { title?: string }>
}

/** One reference for each schema and for each titled definition in it, so that every type is declared exactly once. */
function references(file: string): [string, { $ref: string }][] {
  const schema = JSON.parse(readFileSync(new URL(file, schemaFolder), 'utf8')) as SchemaFile
  const whole: [string, { $ref: string }] = [schema.title, { $ref: file }]
  const parts = Object.entries(schema.$defs ?? {}).map(([key, part]): [string, { $ref: string }] => [
    part.title ?? key,
    { $ref: `${file}#/$defs/${key}` },
  ])
  return [whole, ...parts]
}

/** src/model/generated/schemas.ts: TypeScript types of every schema in data/schema, by json-schema-to-typescript. */
export async function schemaTypes(): Promise<{
  path: string
  content: string
}> {
  const files = readdirSync(schemaFolder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
  const root = {
    title: 'AllSchemas',
    description: 'Every type by its name; use the named types, not this index.',
    type: 'object' as const,
    additionalProperties: false,
    properties: Object.fromEntries(files.flatMap(references)),
  }
  const content = await compile(root, 'AllSchemas', {
    cwd: fileURLToPath(schemaFolder),
    bannerComment:
      '// Generated from data/schema by json-schema-to-typescript. Do not edit: change the schema, then run npm run generate.',
    additionalProperties: false,
    style: { singleQuote: true, semi: false, printWidth: 110 },
  })
  return { path: 'src/model/generated/schemas.ts', content }
}
