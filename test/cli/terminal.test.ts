import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { bin, temporaryFolder } from './support.js'

// util-linux's script gives a program a terminal; where it is missing, these tests say so and are left out.
const hasScript = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false

const keys = { down: '\u001b[B', space: ' ', enter: '\r', interrupt: '\u0003' }

/** A program on a terminal, with somebody who types. */
class Terminal {
  private output = ''
  private from = 0
  readonly child: ChildProcess
  readonly ended: Promise<number | null>

  constructor(command: string, env: Record<string, string> = {}) {
    this.child = spawn('script', ['-qefc', command, '/dev/null'], {
      env: { PATH: process.env.PATH ?? '', HOME: temporaryFolder(), TERM: 'xterm', COLUMNS: '100', ...env },
    })
    this.child.stdout?.on('data', (text) => {
      this.output += text
    })
    this.ended = new Promise((resolve) => this.child.on('close', resolve))
  }

  get text(): string {
    return stripVTControlCharacters(this.output).replaceAll('\r', '')
  }

  get raw(): string {
    return this.output
  }

  /** Waits until a text appears that was not there at the last wait. */
  async sees(part: string): Promise<void> {
    const started = Date.now()
    while (!this.text.slice(this.from).includes(part)) {
      if (Date.now() - started > 15_000) throw new Error(`Never saw "${part}" in:\n${this.text}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    this.from = this.text.length
  }

  type(...strokes: string[]): void {
    for (const stroke of strokes) this.child.stdin?.write(stroke)
  }
}

const command = (...args: string[]) => `"${process.execPath}" "${bin}" ${args.join(' ')}`

describe.skipIf(!hasScript)('on a terminal', () => {
  let terminal: Terminal | undefined

  afterEach(() => {
    terminal?.child.kill()
  })

  it('asks, explains, and breaks off without losing anything', async () => {
    terminal = new Terminal(command('recommend'))
    await terminal.sees('Who or what reads this mailbox?')
    terminal.type(keys.down, keys.down, keys.down, keys.down, keys.enter)
    await terminal.sees('devices says little.')
    terminal.type(keys.enter)
    await terminal.sees('Where is the mail read?')
    terminal.type(keys.enter)
    await terminal.sees('Tick at least one line with Space')
    terminal.type(keys.space, keys.down, keys.down, keys.space, keys.enter)
    await terminal.sees('Does all your mail fit')
    terminal.type(keys.interrupt)
    expect(await terminal.ended).toBe(130)
    expect(terminal.text).toContain(
      'Interrupted. To go on from here: mailadvise recommend --set readers=one-person --set places=computer,phone\n',
    )
    expect(terminal.text).not.toMatch(/\n {4}at /)
  })

  it('recommends in the end and tells how to repeat it; stdout is the document alone', async () => {
    const given = ['readers=program', 'program-style=keeps-state', 'server-space=enough', 'own-copy=no']
    const folder = temporaryFolder()
    const flags = given.flatMap((one) => ['--set', one])
    terminal = new Terminal(
      `${command('recommend', ...flags)} >${folder}/stdout; code=$?; cat ${folder}/stdout; exit $code`,
    )
    await terminal.sees('?')
    // "Enough questions" is the last choice, and the lists do not wrap around.
    terminal.type(...Array.from({ length: 12 }, () => keys.down), keys.space, keys.enter)
    expect(await terminal.ended).toBe(0)
    expect(terminal.text).toMatch(
      /To repeat this: mailadvise recommend --set readers=program --set program-style/,
    )
    expect(terminal.text.slice(terminal.text.indexOf('To repeat this'))).toContain('Because')
  })

  it.each([
    ['--no-input', ['recommend', '--no-input'], {}],
    ['CI', ['recommend'], { CI: 'true' }],
  ])('never asks with %s', async (_, args, env) => {
    terminal = new Terminal(command(...args), env as Record<string, string>)
    expect(await terminal.ended).toBe(0)
    expect(terminal.text).toContain('Still open')
  })

  it('never shows the password that it asks for', async () => {
    terminal = new Terminal(command('probe', 'demo', '--user', 'demo'))
    await terminal.sees('Password of demo:')
    terminal.type('open-sesame', keys.enter)
    expect(await terminal.ended).toBe(0)
    expect(terminal.text).toContain('signed in by')
    expect(terminal.text).not.toMatch(/open-sesame/)
  })

  it('takes "enough" space for an answer and asks on', async () => {
    const flags = ['--set', 'readers=one-person', '--set', 'places=computer']
    terminal = new Terminal(command('recommend', ...flags))
    await terminal.sees('Does all your mail fit')
    terminal.type(keys.enter)
    await terminal.sees('Must one machine')
    terminal.type(keys.interrupt)
    expect(await terminal.ended).toBe(130)
    expect(terminal.text).toContain('--set places=computer --set server-space=enough\n')
  })

  it('keeps the ticks of a question that is explained, and the keys off the line that stays', async () => {
    terminal = new Terminal(command('recommend', '--set', 'readers=one-person', '--timeout', '9'))
    await terminal.sees('Where is the mail read?')
    const toWhy = Array.from({ length: 7 }, () => keys.down)
    terminal.type(keys.space, ...toWhy, keys.space, keys.enter)
    await terminal.sees('>[x] A computer of my own')
    terminal.type(keys.enter)
    // Only the next question shows that the answer was taken.
    await terminal.sees('Does all your mail fit')
    expect(terminal.text).toContain('* Where is the mail read? A computer of my own')
    terminal.type(keys.interrupt)
    expect(await terminal.ended).toBe(130)
    expect(terminal.text).toContain('--set places=computer --timeout 9\n')
  })

  it('says what the check of the server gave before the first question', async () => {
    terminal = new Terminal(command('recommend', 'demo'))
    await terminal.sees('Server checked: IMAP and POP3 answer.')
    await terminal.sees('Who or what reads this mailbox?')
  })

  it('refuses a password that would show while it is typed', async () => {
    terminal = new Terminal(command('probe', 'demo', '--user', 'demo', '--password-stdin'))
    expect(await terminal.ended).toBe(2)
    expect(terminal.text).toContain('type the password when you are asked')
  })

  it('asks again for a password that is empty', async () => {
    terminal = new Terminal(command('probe', 'demo', '--user', 'demo'))
    await terminal.sees('Password of demo:')
    terminal.type(keys.enter)
    await terminal.sees('A password is not empty')
    terminal.type('open-sesame', keys.enter)
    expect(await terminal.ended).toBe(0)
  })

  it('says that it waits for answers as JSON', async () => {
    terminal = new Terminal(command('recommend', '--answers', '-'))
    await terminal.sees('Waiting for answers as JSON; end them with Ctrl-D.')
    terminal.type('{"readers": "program"}\r', '\u0004')
    expect(await terminal.ended).toBe(0)
  })

  it('ends with 143 on SIGTERM', async () => {
    terminal = new Terminal(`echo pid=$$; exec ${command('recommend')}`)
    await terminal.sees('Who or what reads this mailbox?')
    process.kill(Number(/pid=(\d+)/.exec(terminal.text)?.[1]), 'SIGTERM')
    expect(await terminal.ended).toBe(143)
  })

  it('has colour, unless NO_COLOR says otherwise', async () => {
    terminal = new Terminal(command('compare'))
    await terminal.ended
    expect(terminal.raw).toContain('\u001b[1m')
    terminal = new Terminal(command('compare'), { NO_COLOR: '1' })
    await terminal.ended
    expect(terminal.raw).not.toContain('\u001b[')
  })

  it('stops a probe on Ctrl-C with one line', async () => {
    const silent =
      'const s=require("net").createServer(()=>{});s.listen(0,"127.0.0.1",()=>console.log(s.address().port))'
    const server = spawn(process.execPath, ['-e', silent])
    try {
      const port = await new Promise<string>((resolve) =>
        server.stdout.once('data', (text) => resolve(`${text}`.trim())),
      )
      terminal = new Terminal(command('probe', `imap://127.0.0.1:${port}`))
      await terminal.sees(`imap://127.0.0.1:${port}: connection observed`)
      terminal.type(keys.interrupt)
      expect(await terminal.ended).toBe(130)
      expect(terminal.text).toContain('Interrupted: only what was finished until then is shown.')
    } finally {
      server.kill()
    }
  })
})
