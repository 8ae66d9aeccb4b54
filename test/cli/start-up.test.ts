import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runCli, temporaryFile } from './support.js'

// Logs what is loaded, so that a heavy library cannot slip into a path that does not need it: ES modules by Node's own
// hooks; CommonJS, which the program is, by what Node keeps of it; parts of Node where they are asked for.
const hooks = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context)
  process._rawDebug('loaded ' + found.url)
  return found
}`
const watch = `const { Module, isBuiltin, register } = require('node:module')
const { pathToFileURL } = require('node:url')
const load = Module._load
Module._load = function (request, ...rest) {
  if (isBuiltin(request)) process._rawDebug('loaded node:' + request.replace(/^node:/, ''))
  return load.call(this, request, ...rest)
}
process.on('exit', () => {
  for (const file of Object.keys(require.cache)) process._rawDebug('loaded ' + pathToFileURL(file))
})
register(${JSON.stringify(pathToFileURL(temporaryFile('hooks.mjs', hooks)))})`
const watched = { NODE_OPTIONS: `--require ${temporaryFile('watch.cjs', watch)}` }

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

async function loaded(args: string[]): Promise<string[]> {
  const { stderr, code } = await runCli(args, { env: watched })
  expect(code).toBe(0)
  const urls = stderr.split('\n').filter((line) => /^loaded (file|node):/.test(line))
  return [...new Set(urls.map((line) => line.slice('loaded '.length)))]
}

const heavyIn = (urls: string[]) =>
  heavy.filter((name) =>
    urls.some((url) => url.includes(`/node_modules/${name}/`) || url.endsWith(`/dist/program/${name}.cjs`)),
  )

const filesIn = (urls: string[]) =>
  urls.filter((url) => url.includes('/dist/')).map((url) => url.replace(/^.*\/dist\//, ''))

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
  [['probe', 'demo', '--json'], [...shared, 'probe', 'simulate'].sort(), 129],
  [['settings', '--from', stored, '--for', 'mutt'], [...shared, 'advise', 'settings'].sort(), 82],
  [['audit', '--summary', temporaryFile('none.ndjson', ''), '--json'], [...shared, 'diagnose'].sort(), 157],
]

describe('start-up', () => {
  it('sees what is loaded', async () => {
    expect(heavyIn(await loaded(['compare']))).toEqual(['cli-table3'])
    expect(heavyIn(await loaded(['diagnose', '--from', stored, '--json']))).toEqual(['ajv'])
  })

  it.each([
    [['compare', '--json']],
    [['recommend', '--json']],
    [['schema', 'error']],
    [['explain', 'cert-expired']],
    [['simulate', '--list']],
    [['--help']],
  ])('%j loads no heavy library', async (args) => expect(heavyIn(await loaded(args))).toEqual([]))

  it.each(budgets)('%j loads only what it uses', async (args, folders, most) => {
    const urls = await loaded(args)
    expect(foldersIn(urls)).toEqual(folders)
    const sources = sourcesIn(urls)
    expect(sources.length, sources.join(' ')).toBeLessThanOrEqual(most)
  })

  it('reads what oclif uses of other packages only once it is needed', async () => {
    const late = async (args: string[]) =>
      filesIn(await loaded(args)).filter((file) => file.startsWith('program/late/'))
    expect(await late(['compare', '--json'])).toEqual([])
    expect(await late(['--help'])).toContain('program/late/ejs.cjs')
  })

  it('starts no parts of Node that cost time and that the comparison does not use', async () => {
    const urls = await loaded(['compare', '--json'])
    for (const part of ['child_process', 'crypto', 'dns', 'http', 'tls'])
      expect(urls).not.toContain(`node:${part}`)
  })

  it('judges a stored probe without any code for the network', async () => {
    const sources = sourcesIn(await loaded(['diagnose', '--from', stored]))
    expect(sources).toContain('diagnose/diagnose.ts')
    expect(sources.filter((name) => /^(net\/(?!address)|probe\/|simulate\/)/.test(name))).toEqual([])
  })

  it('sums up the records of an audit without any code for the network', async () => {
    const urls = await loaded(['audit', '--summary', temporaryFile('records.ndjson', '')])
    const sources = sourcesIn(urls)
    expect(sources).toContain('app/audit/summarise.ts')
    expect(sources.filter((name) => /^(net\/(?!address)|probe\/|simulate\/)/.test(name))).toEqual([])
    expect(heavyIn(urls)).toEqual(['cli-table3', 'ajv'])
  })

  it.each([
    [['--version'], []],
    [[], ['program/welcome.cjs']],
  ])('%j needs next to nothing', async (args, files) => {
    expect(filesIn(await loaded(args)).filter((file) => file !== 'bin.cjs')).toEqual(files)
  })
})
