import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bin, runCli, schemaErrors } from './support.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

describe('without a command', () => {
  it('shows three ways in', async () => {
    const { stdout, stderr, code } = await runCli([])
    for (const command of ['recommend', 'diagnose', 'compare'])
      expect(stdout).toContain(`mailadvise ${command}`)
    expect(stdout.split('\n').length).toBeLessThan(15)
    expect([stderr, code]).toEqual(['', 0])
  })

  it('tells its version on the fast path as oclif does elsewhere', async () => {
    const fast = await runCli(['--version'])
    const slow = await runCli(['--version', '--json'])
    expect(fast.stdout).toMatch(new RegExp(`^mailadvise/${version} \\S+ node-v\\S+\\n$`))
    expect(slow.stdout).toBe(fast.stdout)
  })

  it.each([[['--help']], [['help']], [['-h']]])('lists the commands for %j', async (args) => {
    const { stdout, code } = await runCli(args)
    for (const command of ['recommend', 'probe', 'compare', 'schema'])
      expect(stdout).toContain(`  ${command}`)
    expect(code).toBe(0)
  })

  it.each(['recommend', 'probe', 'compare', 'schema'])('explains %s both ways', async (command) => {
    const asked = await runCli(['help', command])
    expect(asked.stdout).toContain(`$ mailadvise ${command}`)
    expect(asked).toEqual(await runCli([command, '--help']))
    expect(asked).toEqual(await runCli([command, '-h']))
    expect(asked.code).toBe(0)
  })
})

/** Argv, a part of the one line on stderr, and the code of the error document. */
const mistakes: [string[], string, string][] = [
  [['recomend'], 'Did you mean "recommend"?', 'unknown-command'],
  [['recomend', '--help'], 'Did you mean "recommend"?', 'unknown-command'],
  [['qqqqqqqq'], 'Commands: audit, compare, ', 'unknown-command'],
  [['mail.example.com'], 'mailadvise diagnose mail.example.com', 'unknown-command'],
  [['--verbose'], 'only --help and --version', 'usage'],
  [['compare', '--topc', 'devices'], 'Did you mean --topic?', 'usage'],
  [['compare', '--topic'], '--topic expects a value', 'usage'],
  [['compare', '--topic', 'device'], 'Did you mean "devices"?', 'bad-value'],
  [['compare', '--format', 'markdwon'], 'Did you mean "markdown"?', 'bad-value'],
  [['compare', 'devices'], 'Unexpected argument "devices"', 'usage'],
  [['schema', 'recomendation'], 'Did you mean "recommendation"?', 'bad-value'],
  [['schema', 'a', 'b'], 'Unexpected argument', 'usage'],
  [['schema', '../package'], 'Unknown schema', 'bad-value'],
  [['recommend', '--set', 'reader=one-person'], 'Did you mean "readers"?', 'unknown-question'],
  [['recommend', '--set', 'readers=one-persn'], 'Did you mean "one-person"?', 'bad-value'],
  [['recommend', '--set', 'readers'], 'id=value', 'bad-value'],
  [['recommend', '--set', 'readers=one-person,program'], 'takes one value', 'bad-value'],
  [['recommend', '--set', 'places='], 'is empty', 'bad-value'],
  [['recommend', '--set', 'places=phone,,tablet'], 'is empty', 'bad-value'],
  [
    ['recommend', '--set', 'readers=one-person', '--set', 'readers=program'],
    '--set says two things: readers=one-person and readers=program',
    'bad-value',
  ],
  [['recommend', '--set', 'connection=steady,breaks'], 'cannot be both steady and breaks', 'bad-value'],
  [['probe', 'demo', '--no-input=yes'], '--no-input takes no value', 'usage'],
  [['recommend', '--answers', '/nonexistent/answers.json'], 'there is no such file', 'unreadable-file'],
  [['recommend', '--answers', '/'], 'it is a folder', 'unreadable-file'],
  [['recommend', '--timeout', 'soon'], '0.1 to 600', 'bad-value'],
  [['recommend', '--user', 'anna'], '--user needs a server', 'usage'],
  [['recommend', 'anna@example.com:993'], 'an address has no port', 'bad-target'],
  [['recommend', 'demo', '--from', 'x.json'], 'there can be no target', 'usage'],
  [['probe'], 'No target was given', 'bad-target'],
  [['probe', 'mail..example.com'], 'Did you mean mail.example.com?', 'bad-target'],
  [['probe', 'demo', 'mail.example.com'], 'stands alone', 'bad-target'],
  [['probe', 'demo', '--security', 'startls'], 'Did you mean "starttls"?', 'bad-value'],
  [['probe', 'demo', '--timeout', '0'], '0.1 to 600', 'bad-value'],
  [['probe', 'demo', '--connect-to', 'a:b'], 'HOST:PORT:ADDR:PORT', 'bad-value'],
  [['probe', 'demo', '--connect-to', 'a:1:b:70000'], 'HOST:PORT:ADDR:PORT', 'bad-value'],
  [['probe', 'demo', '--ca-file', '/nonexistent.pem'], 'there is no such file', 'unreadable-file'],
  [['probe', 'demo', '--ca-file', bin], 'no valid PEM certificate', 'unreadable-file'],
  [['probe', 'demo', '--user', 'demo'], 'no terminal to ask on', 'secret-unavailable'],
  [['probe', 'demo', '--user', 'demo', '--password-stdin'], 'password is empty', 'secret-unavailable'],
  [['probe', 'demo', '--password-stdin'], 'needs --user', 'usage'],
  [['probe', 'demo', '--timeout', '3', '--timeout', '4'], 'only be specified once', 'usage'],
  [['probe', '--from', '/nonexistent.json'], 'there is no such file', 'unreadable-file'],
  [['probe', '--from', bin], 'is not JSON', 'bad-document'],
]

describe('a mistake', () => {
  it.concurrent.each(mistakes)('%j is one clear line and exit code 2', async (args, part) => {
    const { stdout, stderr, code } = await runCli(args)
    expect(stderr).toContain(part)
    expect(stderr).toMatch(/^Error: [^\n]+\n$/)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect([stdout, code]).toEqual(['', 2])
  })

  it.concurrent.each(mistakes)('%j is one valid error document with --json', async (args, _, errorCode) => {
    const { stdout, code } = await runCli([...args, '--json'])
    const document = JSON.parse(stdout) as { code: string }
    expect(schemaErrors('error', document)).toEqual([])
    expect(document.code).toBe(errorCode)
    expect(code).toBe(2)
  })

  it('--json=true is told as a document too', async () => {
    const { stdout, stderr, code } = await runCli(['recommend', '--json=true'])
    expect(stderr).toBe('Error: --json takes no value. Write --json alone, or leave it out.\n')
    expect(schemaErrors('error', JSON.parse(stdout))).toEqual([])
    expect(code).toBe(2)
  })

  it.each([
    [['probe', 'demo', '--password=hunter2'], 'secrets never stand'],
    [['probe', 'demo', '--pasword=hunter2'], 'secrets never stand'],
    [['compare', '--token=hunter2'], 'Unknown flag --token'],
    [['--password=hunter2'], 'Unknown flag --password'],
    [['imaps://anna:hunter2@mail.example.com'], 'anna:...@'],
    [['imaps://anna:h:hunter2@mail.example.com'], 'anna:...@'],
    [['compare', 'imaps://anna:hunter2@mail.example.com'], 'anna:...@'],
    [['probe', '--from', 'x', 'imaps://anna:hunter2@mail.example.com'], 'anna:...@'],
    [['schema', 'imaps://anna:hunter2@mail.example.com'], 'anna:...@'],
    [['probe', 'demo', '-phunter2'], 'There is no -p flag'],
    [['compare', '-xhunter2'], 'Unknown flag -x.'],
    [['-xhunter2'], 'Unknown flag -x.'],
    [['probe', 'demo', '--password-stdin=hunter2'], 'takes no value'],
    [['probe', 'imaps://anna:hunter2@mail..example.com'], 'anna:...@'],
    [['probe', 'demo', '--timeout', 'x'], '--timeout'],
  ])('%j never shows a secret, also not of the environment', async (args, part) => {
    const env = { MAILADVISE_PASSWORD: 'hunter2' }
    for (const run of [await runCli(args, { env }), await runCli([...args, '--json'], { env })]) {
      expect(run.stderr).toContain(part)
      expect(run.stdout + run.stderr).not.toContain('hunter2')
    }
  })
})

describe('a reader that has seen enough', () => {
  it.each([[['compare', '--json']], [['--version']], [['schema', 'recommendation']], [[]]])(
    'of %j is no error',
    async (args) => {
      const result = await new Promise<{ code: number | null; stderr: string }>((resolve) => {
        const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
        let stderr = ''
        child.stdout.destroy()
        child.stderr.on('data', (text) => {
          stderr += text
        })
        child.on('close', (code) => resolve({ code, stderr }))
      })
      expect(result).toEqual({ code: 0, stderr: '' })
    },
  )

  it('gets everything when it only reads slowly', async () => {
    const { stdout } = await runCli(['schema', '--json'])
    expect(Object.keys(JSON.parse(stdout) as object)).toContain('oneOf')
  })
})
