import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FinishedLines } from '../../../src/app/audit/finished.js'
import { newJournal, resumedJournal } from '../../../src/app/audit/journal.js'
import { jsonLine } from '../../../src/render/json.js'
import { temporaryFolder } from '../../cli/support.js'
import { badLine, recordFrom } from './records.js'

const place = () => join(temporaryFolder(), 'records.ndjson')
const lines = [recordFrom('demo', 1), badLine(2), recordFrom('bye-greeting', 4, 'b.example')].map(jsonLine)

async function resumed(file: string): Promise<{ found: number[]; repaired: number }> {
  const found: number[] = []
  const journal = await resumedJournal(file, ({ request }) => found.push(request.line))
  journal.close('done')
  expect(journal.finished.count).toBe(found.length)
  return { found, repaired: journal.repaired }
}

describe('a file of records', () => {
  it('is new, private, and holds each line as it was given', async () => {
    const file = place()
    const journal = newJournal(file)
    for (const line of lines) await journal.write(line)
    journal.close('done')
    expect(readFileSync(file, 'utf8')).toBe(lines.join(''))
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('replaces none that is there', () => {
    const file = place()
    writeFileSync(file, 'mine')
    expect(() => newJournal(file)).toThrow(`Cannot write ${file}: there is one already`)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it.each(['new', 'resumed'])('is never reached over a symbolic link (%s)', async (how) => {
    const file = place()
    const target = `${file}.target`
    writeFileSync(target, '')
    symlinkSync(target, file)
    const open = async () => (how === 'new' ? newJournal(file) : resumedJournal(file, () => {}))
    await expect(open()).rejects.toMatchObject({ code: 'unwritable-output' })
    expect(readFileSync(target, 'utf8')).toBe('')
  })

  it('does not stay when nothing came of it', async () => {
    const file = place()
    newJournal(file).close('failed')
    expect(existsSync(file)).toBe(false)
    const used = newJournal(file)
    await used.write(lines[0] ?? '')
    used.close('failed')
    expect(existsSync(file)).toBe(true)
  })

  it('is no folder', async () => {
    const file = place()
    mkdirSync(file)
    await expect(resumedJournal(file, () => {})).rejects.toMatchObject({ code: 'unwritable-output' })
  })
})

describe('--resume', () => {
  it('begins a file where there is none', async () => {
    expect(await resumed(place())).toEqual({ found: [], repaired: 0 })
  })

  it('finds whole records, wherever the file was cut, and appends whole ones', async () => {
    const whole = lines.join('')
    const bytes = Buffer.from(whole)
    const ends = lines.map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join('')))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (cut) => {
        const file = place()
        writeFileSync(file, bytes.subarray(0, cut))
        const journal = await resumedJournal(file, () => {})
        // A record that lacks nothing but its line end is whole.
        const kept = ends.filter((end) => end - 1 <= cut)
        expect(journal.finished.count).toBe(kept.length)
        for (const line of lines.slice(kept.length)) await journal.write(line)
        journal.close('done')
        expect(readFileSync(file, 'utf8')).toBe(whole)
      }),
      { numRuns: 60 },
    )
  })

  it('takes away what a power failure leaves of a record', async () => {
    const file = place()
    writeFileSync(file, `${lines[0]}${'\0'.repeat(100)}`)
    expect(await resumed(file)).toEqual({ found: [1], repaired: 100 })
    expect(readFileSync(file, 'utf8')).toBe(lines[0])
  })

  it.each([
    ['another text', 'mail.example.com', 1],
    ['another document', '{"kind":"probe"}\n', 1],
    ['something within', `${lines[0]}oops\n${lines[1]}`, 2],
    ['a torn record within', `${lines[0]}${lines[1]?.slice(0, 50)}\n${lines[2]}`, 2],
  ])('refuses a file with %s, and leaves it as it is', async (_, text, line) => {
    const file = place()
    writeFileSync(file, text)
    await expect(resumed(file)).rejects.toThrow(`${file} line ${line} is no audit record`)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('refuses two records for one line', async () => {
    const file = place()
    writeFileSync(file, lines.join(''))
    appendFileSync(file, lines[1] ?? '')
    await expect(resumed(file)).rejects.toThrow('has two records for line 2 of the list')
  })

  it('loses nothing to a cut in the middle of a character', async () => {
    const file = place()
    const line = jsonLine(recordFrom('demo', 9, 'm\u00fcller@example.com'))
    writeFileSync(file, lines[0] + line)
    truncateSync(file, Buffer.byteLength(lines[0] ?? '') + Buffer.from(line).indexOf('\u00fc') + 1)
    expect((await resumed(file)).found).toEqual([1])
  })
})

describe('finished lines', () => {
  it('are known again with their targets, over millions of lines', () => {
    const finished = new FinishedLines()
    expect(finished.add(1, 'a.example')).toBe(true)
    expect(finished.add(5_000_000, 'b.example')).toBe(true)
    expect(finished.add(1, 'a.example')).toBe(false)
    expect(finished.look(1, 'a.example')).toBe('finished')
    expect(finished.look(5_000_000, 'b.example')).toBe('finished')
    expect(finished.look(2, 'a.example')).toBe('open')
    expect(finished.look(9_000_000, 'a.example')).toBe('open')
    expect(finished.count).toBe(2)
  })

  it('notice a list that was changed in the meantime', () => {
    const finished = new FinishedLines()
    const name = (index: number) => `mail${index}.example.com`
    for (let line = 1; line <= 1000; line += 1) finished.add(line, name(line))
    const changed = Array.from({ length: 1000 }, (_, index) => finished.look(index + 1, name(index)))
    expect(changed.filter((one) => one === 'changed').length).toBeGreaterThan(950)
  })

  it('take a masked target for any', () => {
    const finished = new FinishedLines()
    finished.add(1, '[user]@example.com')
    expect(finished.look(1, 'anna@example.com')).toBe('finished')
  })
})
