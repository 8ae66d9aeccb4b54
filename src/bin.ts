#!/usr/bin/env node
/**
 * Entry point. The fast paths of start-up live here and nowhere else: only Node's own modules are imported before it is
 * known that a command must run. Not oclif's execute(): it ends the process while a slow reader still reads stdout.
 */
import { readFileSync } from 'node:fs'

// A reader that has seen enough (head, less) closes the pipe: that is no error, and the exit code stays what it was.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    // Standard output itself is broken (a full disk): there is nothing left to say it on but stderr. The work was done
    // but nobody has the result: no bad input (2) and no bug (70), so 1.
    if (stream === process.stdout)
      process.stderr.write(`Error: Cannot write standard output: ${error.message}\n`)
    process.exit(1)
  })
}

function versionLine(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { name, version } = JSON.parse(file) as { name: string; version: string }
  return `${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`
}

const argv = process.argv.slice(2)

if (argv.length === 1 && argv[0] === '--version') process.stdout.write(versionLine())
else {
  const { main } = await import('./cli/main.js')
  await main(argv, import.meta.url)
}
