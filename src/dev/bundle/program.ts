import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type OutputChunk, type RolldownOutput, rolldown } from 'rolldown'
import { minify } from 'rolldown/utils'
import { repositoryRoot } from '../repository.js'
import { type LatePackages, latePackages } from './late-packages.js'
import { lateRequire } from './late-require.js'
import { notices } from './notices.js'

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

const commands = readdirSync(path('src/commands')).map((file) => file.replace(/\.ts$/, ''))

/** The entry point, what it loads, and each command by itself, so that a command loads only what it uses. */
const entries = {
  bin: path('src/bin.ts'),
  'program/main': path('src/cli/main.ts'),
  'program/welcome': path('src/cli/welcome.ts'),
  ...Object.fromEntries(
    commands.map((name) => [`program/commands/${name}`, path(`src/commands/${name}.ts`)]),
  ),
}

function written({ output }: RolldownOutput): OutputChunk[] {
  return output.filter((file) => file.type === 'chunk')
}

async function bundle(late: LatePackages): Promise<OutputChunk[]> {
  const build = await rolldown({
    cwd: path('.'),
    input: entries,
    platform: 'node',
    external: isExternal,
    // What the groups below take out of an entry may leave it with more exports.
    preserveEntrySignatures: 'allow-extension',
    plugins: [lateRequire, late.plugin],
  })
  const result = await build.write({
    dir: path('dist'),
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'program/[name].cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'cli-table3', test: /node_modules\/(cli-table3|@colors)\// },
        // What one command alone loads, or only import(), stays where it is.
        { name: 'packages', test: /node_modules/, minShareCount: 5 },
        // What every command loads, and main, in one file; what only some need stays apart.
        {
          name: 'common',
          test: /\/src\/(app|cli|model|net|render)\//,
          minShareCount: commands.length + 1,
        },
      ],
    },
  })
  return written(result)
}

/** A package that was taken out of the bundle, with what it needs: a file that is loaded once something of it is used. */
async function bundleLatePackage([name, input]: [string, string]): Promise<OutputChunk[]> {
  const build = await rolldown({ cwd: path('.'), input, platform: 'node' })
  return written(await build.write({ file: path(`dist/program/late/${name}.cjs`), format: 'cjs' }))
}

/**
 * A third of a start is the reading of oclif's text, so that is made short. The program's own code stays as it was written:
 * a stack trace names its functions and lines.
 */
async function shorten(file: string): Promise<void> {
  const options = { module: false, mangle: { keepNames: true } }
  const { code, errors } = await minify(file, readFileSync(file, 'utf8'), options)
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  writeFileSync(file, code)
}

/**
 * Bundles the command line program from the sources: dist/bin.cjs, and in dist/program what it loads. All of it is
 * CommonJS, because Node's loader of ES modules takes longer to start than most commands take. The library entry stays as
 * compiled.
 */
export async function bundleProgram(): Promise<void> {
  rmSync(path('dist/program'), { recursive: true, force: true })
  const late = latePackages('./late')
  const program = await bundle(late)
  const packages = await Promise.all([...late.found].map(bundleLatePackage))
  const chunks = [...program, ...packages.flat()]
  await shorten(path('dist/program/packages.cjs'))
  writeFileSync(path('dist/THIRD-PARTY-NOTICES.txt'), notices(chunks.flatMap(({ moduleIds }) => moduleIds)))
  // The compiler does not keep file modes, and npm link needs it.
  chmodSync(path('dist/bin.cjs'), 0o755)
}
