import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadScenario } from '../../src/catalogue/scenarios.js'
import type { AuditRecordDocument, AuditSummaryDocument } from '../../src/model/index.js'
import { type SimulatedTarget, startTarget } from '../../src/simulate/demo.js'
import { closedPort, type RawServer, rawServer } from '../support/raw-server.js'
import { bin, type Run, runCli, schemaErrors, temporaryFile, temporaryFolder } from './support.js'

/** Refuses service in the first line, so that a look at it is over at once. */
let busy: RawServer
/** Accepts, and then says nothing. */
let silent: RawServer
let simulated: SimulatedTarget[]
let refused = 0

beforeAll(async () => {
  busy = await rawServer((socket) => socket.end('* BYE busy\r\n'))
  silent = await rawServer(() => {})
  simulated = await Promise.all(['demo', 'expired-certificate'].map((id) => startTarget(loadScenario(id))))
  refused = await closedPort()
})
afterAll(() => Promise.all([...simulated, busy, silent].map((one) => one.close())))

const recordFile = () => join(temporaryFolder(), 'records.ndjson')
const records = (text: string): AuditRecordDocument[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditRecordDocument)
const stored = (file: string) => records(readFileSync(file, 'utf8'))
const linesOf = (list: readonly AuditRecordDocument[]) => list.map(({ request }) => request.line)
const sorted = (lines: readonly number[]) => [...lines].sort((a, b) => a - b)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** Names that all lead to a port of this machine, and the flags that lead there. */
function names(count: number, port: number, name = 'h'): { targets: string[]; flags: string[] } {
  const hosts = upTo(count).map((index) => `${name}${index}.example.test`)
  return {
    targets: hosts.map((host) => `imap://${host}:${port}`),
    flags: hosts.map((host) => `--connect-to=${host}:${port}:127.0.0.1:${port}`),
  }
}

const listFile = (targets: readonly string[], name = 'targets.txt') =>
  temporaryFile(name, `${targets.join('\n')}\n`)

/** Starts the program, and ends it by a signal as soon as something has happened. */
async function ended(args: readonly string[], signal: NodeJS.Signals, when: Promise<unknown>): Promise<Run> {
  const child: ChildProcess = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const over = new Promise<number | null>((resolve) => child.on('close', resolve))
  await Promise.race([when, over])
  child.kill(signal)
  return { code: await over, stdout, stderr }
}

/** Resolves once something is so. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** Lines in a file of records, whole or not. */
const lineCount = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

describe('audit', () => {
  it('writes a record for each line: healthy, broken, refused, silent, no target', async () => {
    // Both simulated servers have one name, so that only the port tells them apart.
    const places = simulated.map(({ connectTo }, index) => {
      const { host = '', toHost, toPort } = connectTo.find(({ port }) => port === 993) ?? {}
      return { target: `imaps://${host}:${1993 + index}`, to: `${host}:${1993 + index}:${toHost}:${toPort}` }
    })
    const flags = [
      ...simulated.map(({ caPem }) => `--ca-file=${temporaryFile('ca.pem', caPem)}`),
      ...places.map(({ to }) => `--connect-to=${to}`),
    ]
    const [healthy, expired] = places.map(({ target }) => target)
    const targets = [
      healthy ?? '',
      '# a comment',
      expired ?? '',
      '',
      `imaps://127.0.0.1:${refused}`,
      `imaps://127.0.0.1:${silent.port}`,
      'two targets',
      'imaps://anna:geheim@example.test:993:7',
    ]
    const { stdout, stderr, code } = await runCli([
      ...['audit', listFile(targets), '--timeout', '1', '--per-host', '8'],
      ...flags,
    ])
    const found = records(stdout)
    for (const record of found) expect(schemaErrors('audit-record', record)).toEqual([])
    const byLine = new Map(found.map((record) => [record.request.line, record]))
    expect(sorted([...byLine.keys()])).toEqual([1, 3, 5, 6, 7, 8])
    expect(byLine.get(1)).toMatchObject({ exitCode: 0, endpoints: [{ usable: true }] })
    expect(byLine.get(3)).toMatchObject({ exitCode: 1, rootCauses: ['cert-expired'] })
    expect(byLine.get(5)?.endpoints[0]?.failure?.cause).toBe('refused')
    expect(byLine.get(6)?.endpoints[0]?.failure).toMatchObject({ phase: 'tls', cause: 'timed-out' })
    expect(byLine.get(7)).toMatchObject({ exitCode: 2, error: { code: 'bad-target' } })
    expect(byLine.get(8)).toMatchObject({ exitCode: 2 })
    expect(stdout + stderr).not.toContain('geheim')
    expect(stderr).toContain('6 targets: 1 all right, 3 with something wrong, 2 lines not usable.')
    expect(code).toBe(1)
  })

  it('reads tables and JSON, from a file and from standard input', async () => {
    const target = `imap://127.0.0.1:${busy.port}`
    const table = temporaryFile('list.csv', `name,mailhost\n"A, B",${target}\n"broken,x\n`)
    const fromTable = await runCli(['audit', table, '--column', 'mailhost'])
    expect(linesOf(records(fromTable.stdout)).sort()).toEqual([2, 3])
    const json = `{"host":"${target}"}\nnot json\n`
    const fromJson = await runCli(['audit', '-', '--input', 'ndjson', '--column', 'host'], { input: json })
    expect(
      records(fromJson.stdout)
        .map(({ exitCode }) => exitCode)
        .sort(),
    ).toEqual([1, 2])
    const lines = await runCli(['audit', '-', '--fail-on', 'never'], { input: target })
    expect(records(lines.stdout)[0]?.request.target).toBe(target)
    expect(lines.code).toBe(0)
  })

  it('lets a dead host hold up nobody else: their records come first', async () => {
    const dead = Array.from({ length: 3 }, () => `imaps://127.0.0.1:${silent.port}`)
    const quick = names(20, busy.port)
    const args = ['audit', listFile([...dead, ...quick.targets]), '--timeout', '3', '--concurrency', '4']
    const { stdout } = await runCli([...args, ...quick.flags])
    const order = records(stdout).map(({ endpoints }) => endpoints[0]?.failure?.cause)
    expect(order).toEqual([...quick.targets.map(() => 'bye'), ...dead.map(() => 'timed-out')])
  })

  it('looks at no more targets of one host at once than --per-host says', async () => {
    let open = 0
    let most = 0
    const slow = await rawServer((socket) => {
      open += 1
      most = Math.max(most, open)
      // Over for the client at the earliest now; when this side hears of the end, the next may have come already.
      setTimeout(() => {
        open -= 1
        socket.end('* BYE busy\r\n')
      }, 30)
    })
    const list = listFile(Array.from({ length: 12 }, () => `imap://127.0.0.1:${slow.port}`))
    await runCli(['audit', list, '--per-host', '3', '--concurrency', '12'])
    await slow.close()
    expect(slow.connections).toBeGreaterThanOrEqual(12)
    expect(most).toBe(3)
  })

  it('masks addresses where that is asked for, and can go on from there', async () => {
    const out = recordFile()
    const args = ['audit', listFile(['anna.schmidt@localhost']), '--redact', '--out', out, '--json']
    const { stdout } = await runCli([...args, '--dns-server', `127.0.0.1:${refused}`])
    expect(readFileSync(out, 'utf8') + stdout).not.toContain('anna')
    expect(stored(out)[0]?.request.target).toBe('[user]@localhost')
    const again = await runCli([...args, '--resume'])
    expect(again.stderr).toBe('')
    expect(linesOf(stored(out))).toEqual([1])
  })

  it('ends quietly when its reader has seen enough', async () => {
    const list = listFile(Array.from({ length: 200 }, () => `imap://127.0.0.1:${busy.port}`))
    const child = spawn(process.execPath, [bin, 'audit', list], { stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  it.each([
    [['audit'], 'usage', 'No list of targets is named'],
    [['audit', 'a', 'b'], 'usage', 'An audit takes one list'],
    [['audit', '/nowhere/list'], 'unreadable-file', 'Cannot read /nowhere/list: there is no such file'],
    [['audit', '-', '--resume'], 'usage', '--resume needs --out'],
    [
      ['audit', '-', '--out', 'records.json'],
      'unwritable-output',
      'records go to a file that ends in .ndjson',
    ],
    [['audit', '-', '--concurrency', '0'], 'bad-value', '--concurrency wants a number from 1 to 1000'],
    [['audit', '-', '--rate', 'x'], 'bad-value', '--rate wants targets per second'],
    [['audit', '-', '--shard', '3/2'], 'bad-value', '--shard 3/2'],
    [['audit', '-', '--input', 'xml'], 'bad-value', 'Unknown --input "xml"'],
    [['audit', '--summary'], 'usage', 'No file of records is named'],
    [['audit', '--summary', 'x', '--resume'], 'usage', '--resume has no meaning with --summary'],
  ])('%j is refused before anything is tried', async (args, code, message) => {
    const run = await runCli([...args, '--json'])
    const document = JSON.parse(run.stdout) as { code: string; message: string }
    expect(run.code).toBe(2)
    expect(document.code).toBe(code)
    expect(document.message).toContain(message)
  })
})

describe('audit --out', () => {
  it('keeps records in a private file, and prints what they come to', async () => {
    const out = recordFile()
    const { targets, flags } = names(5, busy.port)
    const run = await runCli(['audit', listFile(targets), '--out', out, '--json', ...flags])
    const summary = JSON.parse(run.stdout) as AuditSummaryDocument
    expect(schemaErrors('audit-summary', summary)).toEqual([])
    expect(summary.targets).toMatchObject({ total: 5, failed: 5 })
    expect(sorted(linesOf(stored(out)))).toEqual(upTo(5))
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(run.code).toBe(1)
  })

  it('never replaces a file, and leaves none behind when the list cannot be used', async () => {
    const out = recordFile()
    const table = temporaryFile('list.csv', 'a,b\n1,2\n')
    const wrong = await runCli(['audit', table, '--out', out])
    expect(wrong.stderr).toContain('The table has no column "target"')
    expect(existsSync(out)).toBe(false)
    writeFileSync(out, 'mine')
    const { code, stderr } = await runCli(['audit', table, '--column', 'a', '--out', out])
    expect(code).toBe(2)
    expect(stderr).toBe(
      `Error: Cannot write ${out}: there is one already. --resume continues it; or name another file.\n`,
    )
    expect(readFileSync(out, 'utf8')).toBe('mine')
  })
})

describe('a killed audit', () => {
  // Moments by what is there, not by the clock: none yet, some, nearly all.
  it.each([0, 1, 7, 23, 38])(
    'that had %i records loses none of them, and --resume makes the rest',
    async (at) => {
      const { targets, flags } = names(40, busy.port)
      const out = recordFile()
      const args = ['audit', listFile(targets), '--out', out, '--concurrency', '3', ...flags]
      await ended(
        args,
        'SIGKILL',
        until(() => existsSync(out) && lineCount(out) >= at),
      )
      const before = lineCount(out)
      expect(before).toBeGreaterThanOrEqual(at)
      const kept = readFileSync(out, 'utf8').split('\n').slice(0, before)
      const { stderr } = await runCli([...args, '--resume'])
      const whole = readFileSync(out, 'utf8')
      expect(whole.split('\n').slice(0, before)).toEqual(kept)
      expect(sorted(linesOf(records(whole)))).toEqual(upTo(40))
      for (const record of records(whole)) expect(schemaErrors('audit-record', record)).toEqual([])
      expect(stderr).not.toContain('Error')
    },
  )

  it('that tore its last record is repaired, and looks only at what is missing', async () => {
    const { targets, flags } = names(6, busy.port)
    const out = recordFile()
    const args = ['audit', listFile(targets), '--out', out, ...flags]
    await runCli(args)
    const [first, ...others] = readFileSync(out, 'utf8').split('\n')
    const last = others.at(-2) ?? ''
    truncateSync(out, statSync(out).size - Math.floor(last.length / 2))
    const before = busy.connections
    const { stderr } = await runCli([...args, '--resume'])
    expect(stderr).toContain(`The last record of ${out} was not written to its end; it is made anew.`)
    expect(busy.connections - before).toBe(1)
    expect(readFileSync(out, 'utf8').split('\n')[0]).toBe(first)
    expect(sorted(linesOf(stored(out)))).toEqual(upTo(6))
  })

  it('sums up what was found before as well, and takes in what was added to the list', async () => {
    const { targets, flags } = names(3, busy.port)
    const list = listFile(targets)
    const args = ['audit', list, '--out', recordFile(), '--json', ...flags]
    await runCli(args)
    appendFileSync(list, `imap://127.0.0.1:${busy.port}\n`)
    const { stdout, code } = await runCli([...args, '--resume'])
    expect((JSON.parse(stdout) as AuditSummaryDocument).targets).toMatchObject({ total: 4, failed: 4 })
    expect(code).toBe(1)
  })

  it('is not resumed with another list or another part of it', async () => {
    const { targets, flags } = names(8, busy.port)
    const out = recordFile()
    const list = listFile(targets)
    await runCli(['audit', list, '--out', out, ...flags])
    const text = readFileSync(out, 'utf8')
    const before = busy.connections
    const changed = listFile(['mail.example.test', ...targets])
    const other = await runCli(['audit', changed, '--out', out, '--resume', ...flags])
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/Cannot resume: line \d of .* holds another target than its record/)
    const part = await runCli(['audit', list, '--out', out, '--resume', '--shard', '1/2', ...flags])
    expect(part.stderr).toContain('belongs to another part (--shard) than its record')
    expect(readFileSync(out, 'utf8')).toBe(text)
    expect(busy.connections).toBe(before)
  })
})

describe('Ctrl-C during an audit', () => {
  it('keeps what is finished, says how to go on, and ends with 130', async () => {
    const quick = names(3, busy.port)
    const list = listFile([...quick.targets, `imaps://127.0.0.1:${silent.port}`])
    const out = recordFile()
    const args = ['audit', list, '--out', out, '--concurrency', '1', ...quick.flags]
    const before = silent.connections
    const run = await ended(
      args,
      'SIGINT',
      until(() => silent.connections > before),
    )
    expect(run.code).toBe(130)
    expect(run.stderr).toContain(`Interrupted: 3 finished and kept in ${out}. To go on: mailadvise audit`)
    expect(run.stderr).toMatch(/--resume\n$/)
    expect(run.stdout).toContain('Broken off. 3 targets')
    expect(linesOf(stored(out))).toEqual([1, 2, 3])
    await runCli([...args, '--timeout', '1', '--resume'])
    expect(linesOf(stored(out))).toEqual([1, 2, 3, 4])
  })

  it('ends one that waits for more of its list', async () => {
    const child = spawn(process.execPath, [bin, 'audit', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdin.write(`imap://127.0.0.1:${busy.port}\n`)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout.once('data', () => child.kill('SIGINT'))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code).toBe(130)
    expect(stderr).toContain('Interrupted: 1 finished. With --out FILE an audit can be continued.')
  })
})

describe('parts of an audit', () => {
  it('have every target once, merge with cat, and are summed up', async () => {
    const { targets, flags } = names(11, busy.port)
    const list = listFile(targets)
    const outs = [recordFile(), recordFile(), recordFile()]
    await Promise.all(
      outs.map((out, index) =>
        runCli(['audit', list, '--shard', 'auto/3', '--out', out, ...flags], {
          env: { JOB_COMPLETION_INDEX: String(index) },
        }),
      ),
    )
    expect(sorted(linesOf(outs.flatMap(stored)))).toEqual(upTo(11))
    const merged = temporaryFile('all.ndjson', outs.map((out) => readFileSync(out, 'utf8')).join(''))
    const [apart, together] = await Promise.all(
      [outs, [merged]].map((files) => runCli(['audit', '--summary', ...files, '--json'])),
    )
    const [one, other] = [apart, together].map((run) => JSON.parse(run?.stdout ?? '') as AuditSummaryDocument)
    expect(one?.targets.total).toBe(11)
    expect({ ...other, request: one?.request }).toEqual(one)
    expect(apart?.code).toBe(1)
  })
})

describe('audit --summary', () => {
  const bad = 'anna.schmidt@mail example.test'

  async function recorded(): Promise<string> {
    const out = recordFile()
    await runCli(['audit', listFile([`imaps://127.0.0.1:${refused}`, bad]), '--out', out])
    return out
  }

  it('prints tables, and writes pages that name nobody unless told to', async () => {
    const records = await recorded()
    const page = join(temporaryFolder(), 'report.html')
    const { stdout } = await runCli(['audit', '--summary', records, '--out', page])
    expect(stdout).toContain('2 targets: 0 all right, 1 with something wrong, 1 line not usable.')
    expect(stdout).toContain('Not reachable: 1 target')
    expect(stdout).toContain('anna.schmidt')
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('1 line not usable')
    expect(html).not.toContain('anna')
    const ticket = join(temporaryFolder(), 'report.md')
    await runCli(['audit', '--summary', records, '--out', ticket, '--keep-identities'])
    expect(readFileSync(ticket, 'utf8')).toContain('anna.schmidt')
  })

  it('leaves out a record that was torn at the end, and says so; reads standard input', async () => {
    const text = readFileSync(await recorded(), 'utf8')
    const run = await runCli(['audit', '--summary', '-', '--json'], { input: text.slice(0, -20) })
    expect(run.stderr).toBe('The last record of stdin was not written to its end; it is left out.\n')
    expect((JSON.parse(run.stdout) as AuditSummaryDocument).targets.total).toBe(1)
  })

  it('takes no other file for one of records', async () => {
    const { code, stderr } = await runCli([
      'audit',
      '--summary',
      temporaryFile('x.ndjson', '{"kind":"probe"}\n'),
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('line 1 is no audit record')
  })
})
