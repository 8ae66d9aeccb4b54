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

const heavy = ['imapflow', 'node-pop3', 'inquirer', 'cli-table3', 'ajv', '@peculiar/x509']

async function imported(args: string[]): Promise<string[]> {
  const { stderr, code } = await runCli(args, { env: watched })
  expect(code).toBe(0)
  const urls = stderr.split('\n').filter((line) => line.startsWith('import file:'))
  expect(urls.length).toBeGreaterThan(0)
  return urls
}

const found = (urls: string[]) =>
  heavy.filter((name) => urls.some((url) => url.includes(`/node_modules/${name}/`)))

describe('start-up', () => {
  it('sees what is imported', async () => {
    expect(found(await imported(['compare']))).toEqual(['cli-table3'])
  })

  it.each([
    [['compare', '--json']],
    [['recommend', '--json']],
    [['schema', 'error']],
    [['explain', 'cert-expired']],
    [['simulate', '--list']],
    [['--help']],
  ])('%j loads no heavy library', async (args) => expect(found(await imported(args))).toEqual([]))

  it('judges a stored probe without any code for the network', async () => {
    const stored = fileURLToPath(new URL('../golden/demo.json', import.meta.url))
    const urls = await imported(['diagnose', '--from', stored])
    expect(urls.filter((url) => /\/dist\/(net\/(?!address)|probe\/|simulate\/)/.test(url))).toEqual([])
  })

  it('sums up the records of an audit without any code for the network', async () => {
    const urls = await imported(['audit', '--summary', temporaryFile('records.ndjson', '')])
    expect(urls.filter((url) => /\/dist\/(net\/(?!address)|probe\/|simulate\/)/.test(url))).toEqual([])
    expect(found(urls)).toEqual(['cli-table3', 'ajv'])
  })

  it.each([[['--version']], [[]]])('%j needs next to nothing', async (args) => {
    const urls = await imported(args)
    expect(found(urls)).toEqual([])
    if (args.length > 0) expect(urls.filter((url) => url.includes('node_modules'))).toEqual([])
  })
})
