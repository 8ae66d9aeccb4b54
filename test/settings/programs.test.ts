import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { ServerCertificate } from '../../src/model/index.js'
import { runCli } from '../cli/support.js'
import { dovecotAvailable, startDovecot } from '../servers/dovecot.js'
import type { Kind, RunningServer } from '../servers/private-server.js'
import { countIn, handOver, mailPrograms, makeHome, mostMs, runProgram, runs } from './mail-programs.js'

// Each file that was emitted is given to the program that it is for, unchanged, and must bring the mail of a real server.
const subject = 'Subject: test'
const schemes: Record<Kind, string> = { imaps: 'imaps', imap: 'imap', pop3s: 'pops', pop3: 'pop' }

/** Ways in, with the set-up that leads to each. */
const ways: Record<Kind, string> = {
  imaps: 'imap-offline-cache',
  imap: 'imap-local-archive',
  pop3s: 'pop-leave-on-server',
  pop3: 'pop',
}

async function emit(server: RunningServer, caFile: string, client: string, kind: Kind): Promise<string> {
  const { stdout, stderr, code } = await runCli([
    'settings',
    `${schemes[kind]}://localhost:${server.ports[kind]}`,
    `--ca-file=${caFile}`,
    `--for=${client}`,
    `--setup=${ways[kind]}`,
    '--user=demo',
  ])
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
  return stdout
}

const cases: [client: string, kind: Kind][] = [
  ['mbsync', 'imaps'],
  ['mbsync', 'imap'],
  ['getmail6', 'imaps'],
  ['getmail6', 'pop3s'],
  ['fetchmail', 'imaps'],
  ['fetchmail', 'imap'],
  ['fetchmail', 'pop3s'],
  ['fetchmail', 'pop3'],
  ['mpop', 'pop3s'],
  ['mpop', 'pop3'],
  ['offlineimap', 'imaps'],
  ['aerc', 'imaps'],
  ['aerc', 'imap'],
  ['neomutt', 'imaps'],
  ['neomutt', 'imap'],
  ['neomutt', 'pop3s'],
  ['mutt', 'imaps'],
  ['mutt', 'imap'],
  ['mutt', 'pop3s'],
]

describe.runIf(dovecotAvailable() !== undefined)('the emitted file works in the real program', () => {
  const undo: (() => void | Promise<void>)[] = []

  afterEach(async () => {
    for (const step of undo.splice(0)) await step()
  })

  for (const [client, kind] of cases) {
    const program = mailPrograms[client as keyof typeof mailPrograms]
    if (program === undefined) throw new Error(`no program for ${client}`)
    const title = `${client} fetches by ${kind}`
    if (!runs(program.probe)) {
      test.skip(`${title} (not installed: apt-get install ${program.package})`, () => {})
      continue
    }
    test(title, { timeout: mostMs + 20_000 }, async () => {
      const certificate: ServerCertificate = { kind: 'trusted', names: ['localhost'] }
      const users = program.password && { files: { users: `demo:{PLAIN}${program.password}\n` } }
      const server = await startDovecot({ certificate, address: '127.0.0.1', ...users })
      undo.push(() => server.stop())
      const place = makeHome(program.password ?? server.password, server.caPem, program.folders)
      undo.push(() => place.remove())
      const file = join(place.home, program.file)
      writeFileSync(file, await emit(server, place.caFile, client, kind), { mode: 0o600 })
      handOver(place)
      const protocol = kind.startsWith('imap') ? 'imap' : 'pop3'
      const command = typeof program.command === 'string' ? program.command : program.command(protocol)
      const run = await runProgram(command, place, { file, terminal: program.terminal ?? false })
      const fetched = countIn(place.home, subject)
      expect(fetched, `ended with ${run.code}: ${run.said}`).toBeGreaterThanOrEqual(1)
    })
  }
})
