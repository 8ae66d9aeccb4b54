import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from '../repository.js'
import { type Contender, inRounds, median, printTable, program, ratioTo } from './measure.js'

const node = process.execPath
const bare = 'node -e 0'

/** The program as it is published. */
export const bin = fileURLToPath(new URL('dist/bin.cjs', repositoryRoot))

const goals: Record<string, number> = { '--version': 1.4, 'compare --json': 3.8 }

/** Time of a start relative to Node's own, with an oclif program that only says hello beside it. */
export async function startUp(): Promise<void> {
  const hello = helloProgram()
  try {
    const own = ['--version', '--help', 'compare --json', 'recommend --no-input --json']
    const helloName = 'oclif that says hello'
    const contenders: Contender[] = [
      { name: bare, run: () => quiet(['-e', '0']) },
      ...own.map((args) => ({ name: args, run: () => quiet([bin, ...args.split(' ')]) })),
      { name: helloName, run: () => quiet([join(hello, 'run.js'), 'hello']) },
    ]
    const timings = await inRounds(contenders, 25, 2)
    console.log(
      `Start-up, Node ${process.version}, 25 rounds: median ms, and median of the ratios to ${bare}`,
    )
    printTable(
      ['', 'ms', 'ratio', 'goal'],
      contenders.map(({ name }) => [
        name,
        median(timings.get(name) ?? []).toFixed(0),
        ratioTo(timings, name, bare).toFixed(2),
        name in goals ? `<= ${goals[name]}` : '',
      ]),
    )
  } finally {
    rmSync(hello, { recursive: true, force: true })
  }
}

async function quiet(args: readonly string[]): Promise<void> {
  await program(node, args)
}

/** The smallest program that oclif's own manual leads to. */
function helloProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailadvise-hello-'))
  mkdirSync(join(folder, 'commands'))
  symlinkSync(fileURLToPath(new URL('node_modules', repositoryRoot)), join(folder, 'node_modules'))
  const about = {
    name: 'hello',
    version: '1.0.0',
    type: 'module',
    oclif: { bin: 'hello', commands: './commands' },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about))
  writeFileSync(
    join(folder, 'run.js'),
    "import { execute } from '@oclif/core'\nawait execute({ dir: import.meta.url })\n",
  )
  writeFileSync(
    join(folder, 'commands', 'hello.js'),
    "import { Command } from '@oclif/core'\nexport default class Hello extends Command {\n" +
      "  async run() {\n    await this.parse(Hello)\n    this.log('hello')\n  }\n}\n",
  )
  return folder
}
