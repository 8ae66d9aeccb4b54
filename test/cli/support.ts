import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { schemaKinds } from '../../src/catalogue/data.js'

/** The compiled entry point; `npm test` builds it first. */
export const bin = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

/** What a run of the program left behind. */
export interface Run {
  stdout: string
  stderr: string
  code: number | null
}

/** How to run the program. */
export interface RunOptions {
  env?: Record<string, string>
  /** Text on stdin; without it stdin is at its end from the start. */
  input?: string
  cwd?: string
}

const workshop = process.env.MAILADVISE_TEST_FOLDER ?? tmpdir()
const home = temporaryFolder()

// Only what a program needs to start: whatever else stands in the environment of the tests would change the results.
const scrubbed = { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', TZ: 'UTC' }

/** Runs the program as a user would, without a terminal. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      env: { ...scrubbed, ...options.env },
      cwd: options.cwd ?? home,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ stdout, stderr, code }))
    child.stdin.on('error', () => {}) // a program that does not read its stdin may have ended already
    child.stdin.end(options.input ?? '')
  })
}

/** A folder of a test file's own. */
export function temporaryFolder(): string {
  return mkdtempSync(join(workshop, 'folder-'))
}

/** A file of a test's own with this content. */
export function temporaryFile(name: string, content: string): string {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, content)
  return file
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
for (const kind of schemaKinds()) {
  const file = new URL(`../../data/schema/${kind}.schema.json`, import.meta.url)
  ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object)
}

/** What a schema says against a value; empty when nothing. */
export function schemaErrors(kind: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${kind}.schema.json`)
  if (validate === undefined) throw new Error(`No schema ${kind}`)
  if (validate(value) === true) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
