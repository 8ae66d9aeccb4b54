import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = new URL('../../src/', import.meta.url)

/** Which folders each folder of src may import; every one may import model and itself. */
const allowed: Record<string, readonly string[]> = {
  '.': ['app', 'cli'],
  advise: [],
  app: ['advise', 'catalogue', 'diagnose', 'discover', 'net', 'probe', 'settings', 'simulate'],
  catalogue: [],
  cli: ['app', 'catalogue', 'render'],
  commands: ['app', 'catalogue', 'cli', 'render'],
  diagnose: [],
  dev: ['advise', 'app', 'catalogue', 'render', 'simulate'],
  discover: ['net'],
  model: [],
  net: [],
  probe: ['net'],
  render: ['catalogue'],
  settings: [],
  simulate: ['net'],
}

/** Packages and Node modules that only one place may import. */
const onlyIn: Record<string, readonly string[]> = {
  '@peculiar/x509': ['simulate/'],
  ajv: ['app/validate.ts'],
  'cli-table3': ['render/'],
  'dns-packet': ['dev/'],
  'fast-xml-parser': ['discover/documents/xml.ts'],
  imapflow: ['probe/session/'],
  inquirer: ['cli/prompts/'],
  'json-schema-to-typescript': ['dev/'],
  tldts: ['discover/mx.ts'],
  'node-pop3': ['probe/session/'],
  'node:dns': ['net/'],
  'node:dns/promises': ['net/'],
  'node:http': ['net/'],
  // dev/evaluation serves what a scenario publishes.
  'node:https': ['net/', 'dev/evaluation/'],
  'node:net': ['net/', 'simulate/', 'dev/evaluation/', 'dev/bench/'],
  'node:tls': ['net/', 'simulate/', 'dev/bench/'],
}

/** Folders that never touch the network, the clock or the file system. */
const pure = ['advise', 'diagnose', 'render', 'settings']

interface Import {
  file: string
  target: string
  /** Not loaded at start: import(). */
  lazy: boolean
  /** Only types: nothing is loaded at all. */
  typeOnly: boolean
}

const statement =
  /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm

function importsOf(file: string): Import[] {
  const text = readFileSync(new URL(file, source), 'utf8')
  return [...text.matchAll(statement)].map(([, type, from, bare, lazy]) => ({
    file,
    target: from ?? bare ?? lazy ?? '',
    lazy: lazy !== undefined,
    typeOnly: type !== undefined,
  }))
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.c?ts$/.test(file),
)
const imports = files.flatMap(importsOf)

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '.'
}

describe('imports', () => {
  it('are found at all: this test reads them by their text', () => {
    expect(imports.length).toBeGreaterThan(200)
    expect(files.map(folderOf).filter((folder) => !(folder in allowed))).toEqual([])
  })

  it('between folders go only in the agreed directions', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, to: posix.normalize(posix.join(posix.dirname(file), target)) }))
      .filter(({ file, to }) => {
        const [from, into] = [folderOf(file), folderOf(to)]
        return from !== into && into !== 'model' && !allowed[from]?.includes(into)
      })
    expect(wrong).toEqual([])
  })

  it('of a package or of sockets stand only where they belong', () => {
    const wrong = imports.filter(({ file, target, typeOnly }) => {
      const places =
        onlyIn[target] ??
        onlyIn[
          target
            .split('/')
            .slice(0, target.startsWith('@') ? 2 : 1)
            .join('/')
        ]
      return places !== undefined && !typeOnly && !places.some((place) => file.startsWith(place))
    })
    expect(wrong).toEqual([])
  })

  it('of heavy libraries are lazy, so that no command pays for what it does not use', () => {
    const heavy = ['imapflow', 'inquirer', '@peculiar/x509', 'ajv', 'ajv/dist/2020.js', 'fast-xml-parser']
    const eager = imports.filter(({ target, lazy, typeOnly }) => heavy.includes(target) && !lazy && !typeOnly)
    // A file that is itself loaded only by import() may import eagerly.
    const reachedLazily = eager.filter(
      ({ file }) =>
        !imports.some(
          (other) =>
            !other.lazy &&
            !other.typeOnly &&
            posix.join(posix.dirname(other.file), other.target) === file.replace(/ts$/, 'js'),
        ),
    )
    expect(eager.filter((one) => !reachedLazily.includes(one))).toEqual([])
  })

  it('of pure folders touch neither network, clock nor files', () => {
    const impure = imports.filter(
      ({ file, target }) => pure.includes(folderOf(file)) && /^node:(?!util)/.test(target),
    )
    expect(impure).toEqual([])
    const clocks = files
      .filter((file) => pure.includes(folderOf(file)))
      .filter((file) =>
        /\bDate\.now\(|new Date\(\)|process\.|performance\./.test(
          readFileSync(new URL(file, source), 'utf8'),
        ),
      )
    expect(clocks).toEqual([])
  })

  it('of oclif are by its subpaths: its index loads everything and warns about Node versions', () => {
    expect(imports.filter(({ target, typeOnly }) => target === '@oclif/core' && !typeOnly)).toEqual([])
  })
})
