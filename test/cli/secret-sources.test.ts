import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { secretFromCommand } from '../../src/cli/secret-command.js'
import type { ErrorDocument, ProbeDocument, RecommendationDocument } from '../../src/model/index.js'
import { bin, runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

const signIn = ['--user', 'demo', '--json', '--no-input']
const probe = ['probe', 'demo', ...signIn]

function secretFile(content = 'open-sesame\nsecond line\n', mode = 0o600): string {
  const file = temporaryFile('secret', content)
  chmodSync(file, mode)
  return file
}

const documentIn = (stdout: string) => JSON.parse(stdout) as ProbeDocument
const errorIn = (stdout: string) => JSON.parse(stdout) as ErrorDocument
const outcomesIn = ({ endpoints }: ProbeDocument) =>
  endpoints.flatMap((one) => (one.signIn ?? []).map(({ outcome }) => outcome))

describe('--password-file', () => {
  it('gives its first line', async () => {
    const { stdout, stderr, code } = await runCli([...probe, '--password-file', secretFile()])
    const document = documentIn(stdout)
    expect(schemaErrors('probe', document)).toEqual([])
    expect(outcomesIn(document)).toEqual(['accepted', 'accepted'])
    expect(document.request.secret).toEqual({ kind: 'password', traits: [] })
    expect([stdout.includes('open-sesame'), stderr, code]).toEqual([false, '', 0])
  })

  it('warns of one that others can read, and goes on', async () => {
    const file = secretFile(undefined, 0o644)
    const { stdout, stderr, code } = await runCli([...probe, '--password-file', file])
    expect(stderr).toBe(`Warning: others on this machine may read ${file}; chmod 600 makes it yours alone.\n`)
    expect(outcomesIn(documentIn(stdout))).toContain('accepted')
    expect(code).toBe(0)
  })

  it.each([
    ['a folder', () => temporaryFolder(), 'it is a folder'],
    ['no file', () => '/nowhere/at-all', 'there is no such file'],
    ['a large file', () => secretFile('x'.repeat(70_000)), 'no secret is that long'],
    ['an empty first line', () => secretFile('\nopen-sesame\n'), 'The password is empty'],
  ])('refuses %s', async (_what, make, message) => {
    const { stdout, code } = await runCli([...probe, '--password-file', make()])
    expect(errorIn(stdout).message).toContain(message)
    expect(code).toBe(2)
  })
})

describe('--password-command', () => {
  it('gives the first line that it prints, and its text is nowhere', async () => {
    const command = 'echo from-the-command >&2; printf "open-%s\\nmore\\n" sesame'
    const { stdout, stderr, code } = await runCli([...probe, '--password-command', command])
    expect(outcomesIn(documentIn(stdout))).toEqual(['accepted', 'accepted'])
    expect(stderr).toBe('from-the-command\n')
    expect(stdout).not.toMatch(/sesame|printf|from-the-command/)
    expect(code).toBe(0)
  })

  it('is not part of the line that repeats a recommendation', async () => {
    const args = [
      'recommend',
      'demo',
      ...signIn,
      '--password-command',
      'echo open-sesame',
      '--try',
      'mechanisms',
    ]
    const { stdout } = await runCli(args)
    const { request } = JSON.parse(stdout) as RecommendationDocument
    expect(request.repeat).toContain('--user demo --try mechanisms')
    expect(stdout).not.toMatch(/sesame|password-command/)
  })

  it.each([
    ['exit 3', 'The command of --password-command ended with status 3'],
    ['kill -9 $$', 'The command of --password-command was ended by SIGKILL'],
    ['true', 'The password is empty'],
    ['head -c 100000 /dev/zero', 'printed more than a secret can be'],
  ])('%s: %s', async (command, message) => {
    const { stdout, code } = await runCli([...probe, '--password-command', command])
    expect(errorIn(stdout)).toMatchObject({ code: 'secret-unavailable' })
    expect(errorIn(stdout).message).toContain(message)
    expect(stdout).not.toContain(command)
    expect(code).toBe(2)
  })

  it('may not take for ever', async () => {
    await expect(secretFromCommand('--password-command', 'sleep 60', 100)).rejects.toThrow(
      'longer than 0.1 seconds',
    )
  })
})

/** Whether a process is there, ended ones that nobody has asked about left out. */
function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe.skipIf(process.platform !== 'linux')('a signal while the command of a secret runs', () => {
  it.each([
    ['SIGINT', '--password-command'],
    ['SIGTERM', '--oauth-token-command'],
    ['SIGHUP', '--password-command'],
  ] as const)('%s ends what %s started as well', async (signal, flag) => {
    const file = join(temporaryFolder(), 'pids')
    const command = `sleep 600 & echo $$ $! > ${file}.new; mv ${file}.new ${file}; wait`
    const child = spawn(process.execPath, [bin, ...probe, flag, command], { stdio: 'ignore' })
    const ended = new Promise((resolve) => child.on('close', (_code, by) => resolve(by)))
    await vi.waitUntil(() => existsSync(file), { timeout: 20_000 })
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number)
    expect(pids.map(isAlive)).toEqual([true, true])
    child.kill(signal)
    expect(await ended).toBe(signal)
    await vi.waitUntil(() => !pids.some(isAlive), { timeout: 20_000 })
  })
})

describe('the words of a command that gives a secret', () => {
  it('are in no debug output', async () => {
    const command = 'printf %s a-token-of-mine'
    const { stdout, stderr } = await runCli([...probe, '--oauth-token-command', command], {
      env: { DEBUG: '*' },
    })
    expect(documentIn(stdout).request.secret).toMatchObject({ kind: 'oauth-token' })
    expect(stderr).not.toContain('a-token-of-mine')
  })
})

describe('--oauth-token-command', () => {
  it('signs in with a token, which the demo server does not take', async () => {
    const { stdout } = await runCli([...probe, '--oauth-token-command', 'echo a-token-of-mine'])
    const document = documentIn(stdout)
    expect(schemaErrors('probe', document)).toEqual([])
    expect(document.request.secret).toEqual({ kind: 'oauth-token', traits: [], token: { form: 'opaque' } })
    expect(stdout).toContain('the server offers no way to sign in with an OAuth token')
    expect(stdout).not.toContain('a-token-of-mine')
  })
})

describe('the secret has one source', () => {
  const file = ['--password-file', '/nowhere']
  const command = ['--password-command', 'echo x']
  const token = ['--oauth-token-command', 'echo x']

  it.each([
    [[...file, ...command], 'Only one can give the secret: --password-file or --password-command'],
    [[...command, ...token], 'Only one can give the secret: --password-command or --oauth-token-command'],
    [['--password-stdin', ...file], 'Only one can give the secret: --password-stdin or --password-file'],
  ])('%j is refused', async (flags, message) => {
    const { stdout, code } = await runCli([...probe, ...flags])
    expect(errorIn(stdout)).toMatchObject({ code: 'usage', message })
    expect(code).toBe(2)
  })

  it.each([
    [file, '--password-file needs --user'],
    [command, '--password-command needs --user'],
    [token, '--oauth-token-command needs --user'],
    [['--try', 'mechanisms'], '--try needs --user'],
  ])('%j alone is refused', async (flags, message) => {
    const { stdout, code } = await runCli(['probe', 'demo', '--json', ...flags])
    expect(errorIn(stdout)).toMatchObject({ code: 'usage', message })
    expect(code).toBe(2)
  })

  it('a flag goes before the environment', async () => {
    const env = { MAILADVISE_PASSWORD: 'wrong' }
    const { stdout } = await runCli([...probe, '--password-file', secretFile()], { env })
    expect(outcomesIn(documentIn(stdout))).toEqual(['accepted', 'accepted'])
  })
})

describe('--try and --accept-host', () => {
  it('says on stderr what it is about to do, and does it once', async () => {
    const args = [
      'diagnose',
      'demo',
      '--user',
      'demo@mail.demo.example',
      '--json',
      '--no-input',
      '--try',
      'user-names',
    ]
    const { stdout, stderr } = await runCli([...args, '--password-file', secretFile()])
    expect(stderr).toMatch(
      /^\S+: demo@mail\.demo\.example was refused; one further attempt follows, as demo \(the part before the @\)\.\n$/,
    )
    const document = documentIn(stdout)
    expect(document.request.try).toBe('user-names')
    expect(outcomesIn(document)).toEqual(['refused', 'accepted'])
  })

  it.each([
    [['--try', 'names'], 'Unknown --try "names"'],
    [['--accept-host', 'no host'], '--accept-host no host: it is not a host name'],
  ])('%j is refused', async (flags, message) => {
    const { stdout, code } = await runCli([...probe, ...flags, '--password-file', secretFile()])
    expect(errorIn(stdout)).toMatchObject({ code: 'bad-value', message })
    expect(code).toBe(2)
  })

  it('takes hosts that are accepted', async () => {
    const hosts = ['--accept-host', 'mail.example.com', '--accept-host', 'imap.example.com']
    const { code } = await runCli([...probe, ...hosts, '--password-file', secretFile()])
    expect(code).toBe(0)
  })
})
