import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runCli, temporaryFile } from './support.js'

// Logs what is imported, by Node's own hooks, so that a heavy library cannot slip into a path that does not need it.
const hooks = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  process._rawDebug('import ' + found.url)
  return found
}`
const hooksFile = temporaryFile('hooks.mjs', hooks)
const register = `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooksFile))})`
const watched = { NODE_OPTIONS: `--import ${temporaryFile('register.mjs', register)}` }

/** What is installed, or bundled into a chunk of its own, and may be loaded only by who uses it. */
const heavy = [
  'imapflow',
  'node-pop3',
  'inquirer',
  'cli-table3',
  'ajv',
  '@peculiar/x509',
  'fast-xml-parser',
  'tldts',
]

const stored = fileURLToPath(new URL('../golden/demo.json', import.meta.url))

async function imported(args: string[]): Promise<string[]> {
  const { stderr, code } = await runCli(args, { env: watched })
  expect(code).toBe(0)
  const urls = stderr.split('\n').filter((line) => /^import (file|node):/.test(line))
  return [...new Set(urls.map((line) => line.slice('import '.length)))]
}

const heavyIn = (urls: string[]) =>
  heavy.filter((name) =>
    urls.some((url) => url.includes(`/node_modules/${name}/`) || url.endsWith(`/dist/chunks/${name}.js`)),
  )

const filesIn = (urls: string[]) =>
  urls.filter((url) => url.startsWith('file:')).map((url) => url.replace(/^.*\/dist\//, ''))

/** The program's own source files that the loaded files were bundled from: each stands below its name. */
function sourcesIn(urls: string[]): string[] {
  const files = urls.filter((url) => url.includes('/dist/'))
  return files.flatMap((url) =>
    [...readFileSync(fileURLToPath(url), 'utf8').matchAll(/^\/\/ src\/(.+\/.+\.ts)$/gm)].map(
      ([, name = '']) => name,
    ),
  )
}

const foldersIn = (urls: string[]) => [...new Set(sourcesIn(urls).map((name) => name.split('/')[0]))].sort()

/** The folders with parts that do not depend on what a command does. */
const shared = ['app', 'catalogue', 'cli', 'commands', 'model', 'net', 'render']

/**
 * Each command, the folders that it loads from, and the most source files that it may load. Who must raise a number here
 * makes every start slower, and should know why.
 */
const budgets: [string[], string[], number][] = [
  [['compare', '--json'], shared, 30],
  [['schema', 'error'], shared, 33],
  [['explain', 'cert-expired'], shared, 40],
  [['simulate', '--list'], shared, 42],
  // It offers the words of every command: programs that settings are for, kinds of ids.
  [['completion', 'bash'], [...shared, 'advise', 'settings'].sort(), 69],
  [['recommend', '--no-input', '--json'], ['advise', ...shared], 61],
  [['diagnose', '--from', stored, '--json'], [...shared, 'diagnose'].sort(), 176],
]

describe('start-up', () => {
  it('sees what is imported', async () => {
    expect(heavyIn(await imported(['compare']))).toEqual(['cli-table3'])
    expect(heavyIn(await imported(['diagnose', '--from', stored, '--json']))).toEqual(['ajv'])
  })

  it.each([
    [['compare', '--json']],
    [['recommend', '--json']],
    [['schema', 'error']],
    [['explain', 'cert-expired']],
    [['simulate', '--list']],
    [['--help']],
  ])('%j loads no heavy library', async (args) => expect(heavyIn(await imported(args))).toEqual([]))

  it.each(budgets)('%j loads only what it uses', async (args, folders, most) => {
    const urls = await imported(args)
    expect(foldersIn(urls)).toEqual(folders)
    const sources = sourcesIn(urls)
    expect(sources.length, sources.join(' ')).toBeLessThanOrEqual(most)
  })

  it('starts no parts of Node that cost time and that the comparison does not use', async () => {
    const urls = await imported(['compare', '--json'])
    for (const part of ['child_process', 'crypto', 'dns', 'http', 'tls'])
      expect(urls).not.toContain(`node:${part}`)
  })

  it('judges a stored probe without any code for the network', async () => {
    const sources = sourcesIn(await imported(['diagnose', '--from', stored]))
    expect(sources).toContain('diagnose/diagnose.ts')
    expect(sources.filter((name) => /^(net\/(?!address)|probe\/|simulate\/)/.test(name))).toEqual([])
  })

  it('sums up the records of an audit without any code for the network', async () => {
    const urls = await imported(['audit', '--summary', temporaryFile('records.ndjson', '')])
    const sources = sourcesIn(urls)
    expect(sources).toContain('app/audit/summarise.ts')
    expect(sources.filter((name) => /^(net\/(?!address)|probe\/|simulate\/)/.test(name))).toEqual([])
    expect(heavyIn(urls)).toEqual(['cli-table3', 'ajv'])
  })

  it.each([
    [['--version'], []],
    [[], ['cli/welcome.js']],
  ])('%j needs next to nothing', async (args, files) => {
    expect(filesIn(await imported(args)).filter((file) => file !== 'bin.cjs')).toEqual(files)
  })
})
