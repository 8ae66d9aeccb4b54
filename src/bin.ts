#!/usr/bin/env node
/**
 * Entry point. The fast paths of start-up live here and nowhere else: only Node's own modules are loaded before it is
 * known that a command must run. Not oclif's execute(): it ends the process while a slow reader still reads stdout.
 */
import { readFileSync, writeSync } from 'node:fs'

function versionLine(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { name, version } = JSON.parse(file) as { name: string; version: string }
  return `${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`
}

// A reader that has seen enough (head, less) closes the pipe: that is no error, and the exit code stays what it was.
const isEnoughRead = (error: NodeJS.ErrnoException) => error.code === 'EPIPE'

// Standard output itself is broken (a full disk): there is nothing left to say it on but stderr. The work was done
// but nobody has the result: no bad input (2) and no bug (70), so 1.
function giveUp(error: Error): never {
  process.stderr.write(`Error: Cannot write standard output: ${error.message}\n`)
  process.exit(1)
}

function sayVersion(): void {
  try {
    // Not process.stdout: making that stream takes as long as all the rest.
    writeSync(1, versionLine())
  } catch (error) {
    if (!isEnoughRead(error as NodeJS.ErrnoException)) giveUp(error as Error)
  }
}

async function runMain(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', (error) => {
    if (!isEnoughRead(error)) giveUp(error)
  })
  process.stderr.on('error', (error) => {
    if (!isEnoughRead(error)) process.exit(1)
  })
  if (argv.length === 0) {
    process.stdout.write((await import('./cli/welcome.js')).welcome)
    return
  }
  const { main } = await import('./cli/main.js')
  await main(argv, new URL('..', import.meta.url))
}

const argv = process.argv.slice(2)

if (argv.length === 1 && argv[0] === '--version') sayVersion()
else void runMain(argv)
