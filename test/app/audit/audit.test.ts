import { describe, expect, it } from 'vitest'
import { type AuditOptions, type AuditProgress, audit } from '../../../src/app/audit/audit.js'
import type { RecordSink } from '../../../src/app/audit/journal.js'
import type { diagnose } from '../../../src/app/diagnose.js'
import { type AuditRecordDocument, UserError } from '../../../src/model/index.js'
import { storedDiagnosis } from './records.js'

const healthy = storedDiagnosis('demo')

/** What happens to a target, by its host; the others are healthy at once. */
type Fates = Record<string, (signal: AbortSignal) => Promise<typeof healthy>>

function looking(fates: Fates): typeof diagnose {
  return async ([target = ''], { signal } = {}) => {
    const fate = fates[target.split('.')[0] ?? '']
    if (fate === undefined || signal === undefined) return healthy
    return fate(signal)
  }
}

/** Goes on until somebody breaks it off, and then says so. */
const untilBrokenOff = (signal: AbortSignal) =>
  new Promise<typeof healthy>((resolve) => {
    const request = { ...healthy.request, interrupted: true }
    signal.addEventListener('abort', () => resolve({ ...healthy, request }))
  })

async function run(
  text: string,
  fates: Fates,
  more: Partial<AuditOptions> = {},
  sink?: (kept: AuditRecordDocument[]) => RecordSink,
) {
  const kept: AuditRecordDocument[] = []
  async function* chunks() {
    yield Buffer.from(text)
  }
  const options: AuditOptions = {
    list: { form: 'lines' },
    pace: { concurrency: 2, perHost: 2, window: 10 },
    failOn: 'blocker',
    probe: {},
    look: looking(fates),
    ask: async () => ['192.0.2.1'],
    lineOf: (record) => JSON.stringify(record),
    ...more,
  }
  const plain = { write: async (line: string) => void kept.push(JSON.parse(line) as AuditRecordDocument) }
  const summary = await audit({ name: 'list', chunks: chunks() }, sink?.(kept) ?? plain, options)
  return { kept, summary }
}

const codes = (kept: readonly AuditRecordDocument[]) =>
  Object.fromEntries(kept.map(({ request, exitCode }) => [request.target ?? request.line, exitCode]))

describe('an audit', () => {
  it('makes a record of a bug that one target meets, and goes on with the others', async () => {
    const fates: Fates = {
      bug: () => Promise.reject(new TypeError('x is undefined')),
      user: () => Promise.reject(new UserError('bad-target', 'No such thing')),
    }
    const { kept, summary } = await run('a.example\nbug.example\nuser.example\nno target\nb.example\n', fates)
    expect(codes(kept)).toEqual({
      ...{ 'a.example': 0, 'bug.example': 70, 'user.example': 2, 'no target': 2, 'b.example': 0 },
    })
    const bug = kept.find(({ exitCode }) => exitCode === 70)
    expect(bug?.error).toEqual({ code: 'internal', message: 'This is a bug in mailadvise: x is undefined' })
    expect(summary.targets).toEqual({ total: 5, ok: 2, failed: 0, inconclusive: 0, unread: 2, bugs: 1 })
  })

  it('looks at no more names of one machine at once than a host may have', async () => {
    let open = 0
    const most: Record<string, number> = {}
    const look: typeof diagnose = async ([target = '']) => {
      const kind = target.charAt(0)
      open += 1
      most[kind] = Math.max(most[kind] ?? 0, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return healthy
    }
    const names = (kind: string) =>
      Array.from({ length: 8 }, (_, index) => `${kind}${index}.example`).join('\n')
    const pace = { concurrency: 4, perHost: 2, window: 100 }
    await run(names('s'), {}, { look, pace, ask: async () => ['192.0.2.1'] })
    let next = 0
    const ask = async () => {
      next += 1
      return [`192.0.2.${next}`]
    }
    await run(names('d'), {}, { look, pace, ask })
    expect(most).toEqual({ s: 2, d: 4 })
  })

  it('asks the resolver once for what a target and its probe need', async () => {
    const asked: string[] = []
    const ask = async (host: string) => {
      asked.push(host)
      return ['192.0.2.1']
    }
    const look: typeof diagnose = async ([target = ''], { lookup } = {}) => {
      expect(await lookup?.(target)).toEqual(['192.0.2.1'])
      return healthy
    }
    const { kept } = await run('a.example\na.example\nb.example\n', {}, { look, ask })
    expect(kept.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    expect(asked.sort()).toEqual(['a.example', 'b.example'])
  })

  it('finishes what it can while one target hangs', async () => {
    const controller = new AbortController()
    const fates: Fates = { hangs: untilBrokenOff }
    let done = 0
    const onProgress = (progress: AuditProgress) => {
      done = progress.done
      if (done === 20) controller.abort()
    }
    const others = Array.from({ length: 20 }, (_, index) => `h${index}.example`)
    const text = ['hangs.example', ...others].join('\n')
    const { kept, summary } = await run(text, fates, { signal: controller.signal, onProgress })
    expect(kept.map(({ request }) => request.target)).toEqual(others)
    expect(summary.request.interrupted).toBe(true)
  })

  it('begins nothing more once a record cannot be written, and says why', async () => {
    const begun: string[] = []
    const look: typeof diagnose = async ([target = '']) => {
      begun.push(target)
      return healthy
    }
    const full = (kept: AuditRecordDocument[]): RecordSink => ({
      async write(line) {
        if (kept.length === 2) throw new UserError('unwritable-output', 'no space left')
        kept.push(JSON.parse(line) as AuditRecordDocument)
      },
    })
    const text = Array.from({ length: 50 }, (_, index) => `h${index}.example`).join('\n')
    await expect(run(text, {}, { look }, full)).rejects.toThrow('no space left')
    expect(begun.length).toBeLessThan(6)
  })

  it('tells how far it is: reckoned while it reads, exact at the end', async () => {
    const seen: AuditProgress[] = []
    const list = Array.from({ length: 9 }, (_, index) => `h${index}.example`).join('\n')
    await run(list, {}, { onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toMatchObject({ done: 9, before: 0, notOk: 0, total: 9 })
    expect(seen.map(({ done }) => done)).toEqual([...seen.map(({ done }) => done)].sort((a, b) => a - b))
  })
})
