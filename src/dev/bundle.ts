/**
 * Bundles the command line program over what the compiler left in dist: bin.cjs, cli/main.js, commands/, and what they
 * share in chunks/.
 * Loading some 300 small files costs a start more than most commands do. The library entry stays as compiled.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type OutputChunk, type RolldownOutput, rolldown } from 'rolldown'
import { minify } from 'rolldown/utils'
import { lateRequire } from './bundle/late-require.js'
import { notices } from './bundle/notices.js'
import { repositoryRoot } from './repository.js'

const path = (below: string) => fileURLToPath(new URL(below, repositoryRoot))

/** What is looked at by its own folder or shared with the library is installed, not bundled; the rest oclif only tries. */
const external = [
  ...[
    '@peculiar/x509',
    'ajv',
    'fast-xml-parser',
    'imapflow',
    'inquirer',
    'node-pop3',
    'reflect-metadata',
    'tldts',
  ],
  ...['ts-node', 'tsx', 'typescript'],
]

function isExternal(id: string): boolean {
  return external.some((name) => id === name || id.startsWith(`${name}/`))
}

/** What the entry point loads, and each command by itself, so that a command loads only what it uses. */
function entries(): Record<string, string> {
  const commands = readdirSync(path('src/commands')).map((file) => file.replace(/\.ts$/, ''))
  return {
    'cli/main': path('src/cli/main.ts'),
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, path(`src/commands/${name}.ts`)])),
  }
}

async function bundle(): Promise<RolldownOutput> {
  const input = entries()
  const build = await rolldown({
    cwd: path('.'),
    input,
    platform: 'node',
    external: isExternal,
    // What the groups below take out of an entry may leave it with more exports.
    preserveEntrySignatures: 'allow-extension',
    plugins: [lateRequire],
  })
  return build.write({
    dir: path('dist'),
    format: 'esm',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'cli-table3', test: /node_modules\/(cli-table3|@colors)\// },
        // What one command alone loads, or only import(), stays where it is.
        { name: 'packages', test: /node_modules/, minShareCount: 5 },
        // What every command loads, in one file; what only some need stays apart.
        {
          name: 'common',
          test: /\/src\/(app|cli|model|net|render)\//,
          minShareCount: Object.keys(input).length,
        },
      ],
    },
  })
}

/** The entry point by itself: what it imports beyond Node's own modules stays an import(). */
async function bundleEntry(): Promise<void> {
  const build = await rolldown({
    cwd: path('.'),
    input: path('src/bin.ts'),
    platform: 'node',
    external: /^\.\//,
  })
  await build.write({ file: path('dist/bin.cjs'), format: 'cjs' })
}

/**
 * Half of a start is the reading of oclif's text, so that is made short. The program's own code stays as it was written:
 * a stack trace names its functions and lines.
 */
async function shorten(file: string): Promise<void> {
  const options = { module: true, mangle: { keepNames: true } }
  const { code, errors } = await minify(file, readFileSync(file, 'utf8'), options)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  writeFileSync(file, code)
}

rmSync(path('dist/chunks'), { recursive: true, force: true })
const { output } = await bundle()
await bundleEntry()
await shorten(path('dist/chunks/packages.js'))
const modules = output
  .filter((file): file is OutputChunk => file.type === 'chunk')
  .flatMap(({ moduleIds }) => moduleIds)
writeFileSync(path('dist/THIRD-PARTY-NOTICES.txt'), notices(modules))
// The compiler does not keep file modes, and npm link needs it.
chmodSync(path('dist/bin.cjs'), 0o755)
