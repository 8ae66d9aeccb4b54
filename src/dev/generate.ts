/**
 * Writes every generated file, or with --check compares and fails: answers schema and types from data, the list of checks
 * from their files, the oclif manifest from the commands, the README's tables from the catalogue.
 * One generator with two modes, so that what is committed can never drift from what it is made from.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { bundleProgram } from './bundle/program.js'
import { answersSchema } from './generators/answers-schema.js'
import { checkRegistry } from './generators/check-registry.js'
import { manifest } from './generators/manifest.js'
import { readme } from './generators/readme.js'
import { schemaTypes } from './generators/schema-types.js'
import { repositoryRoot } from './repository.js'

/** A generated file: path below the repository root, and its full new content. */
interface GeneratedFile {
  path: string
  content: string
}

const checkOnly = process.argv.includes('--check')
const drifted: string[] = []

function current(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, repositoryRoot), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function settle(file: GeneratedFile): void {
  if (current(file.path) === file.content) return
  drifted.push(file.path)
  if (!checkOnly) writeFileSync(new URL(file.path, repositoryRoot), file.content)
}

// The order matters: types are made from schemas, and the answers schema is itself generated.
settle(answersSchema())
settle(await schemaTypes())
settle(checkRegistry())
// The manifest is made from the commands as they are bundled, from sources that hold what was just generated.
if (!checkOnly) await bundleProgram()
settle(await manifest())
settle(readme())

if (checkOnly && drifted.length > 0) {
  console.error(`Not up to date: ${drifted.join(', ')}. Run: npm run generate`)
  process.exitCode = 1
} else {
  console.error(drifted.length === 0 ? 'Generated files are up to date.' : `Written: ${drifted.join(', ')}`)
}
