import { describe, expect, it } from 'vitest'
import {
  formByName,
  type ListEntry,
  type ListForm,
  type ListOptions,
  listEntries,
} from '../../../src/app/audit/target-list.js'
import { textLines } from '../../../src/app/audit/text-lines.js'

/** Cut into chunks of this many bytes, so that lines and characters go over their borders. */
async function* chunks(text: string | Uint8Array, bytes = 3): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text)
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes)
}

async function read(text: string, options: Partial<ListOptions> & { form: ListForm }): Promise<ListEntry[]> {
  const entries: ListEntry[] = []
  for await (const entry of listEntries(chunks(text), 'list', options)) entries.push(entry)
  return entries
}

async function told(text: string, options: Partial<ListOptions> & { form: ListForm }): Promise<string[]> {
  const entries = await read(text, options)
  return entries.map((one) => `${one.line} ${'target' in one ? one.target : `! ${one.problem}`}`)
}

describe('lines', () => {
  it('are targets, without blank lines, comments, line ends and the byte order mark', async () => {
    const text =
      '\ufeffmail.example.com\r\n\n# a comment\n  # another\nanna@ex\u00e4mple.com\n   \nlast.example.com'
    expect(await told(text, { form: 'lines' })).toEqual([
      '1 mail.example.com',
      '5 anna@ex\u00e4mple.com',
      '7 last.example.com',
    ])
  })

  it('tell how far they reach into the file', async () => {
    const entries = await read('a.example\nb.example\n', { form: 'lines' })
    expect(entries.map(({ end }) => end)).toEqual([10, 20])
  })

  it('longer than anybody may look at are an entry that says so, and the next one is read', async () => {
    const text = `${'x'.repeat(70_000)}\nmail.example.com\n`
    expect(await told(text, { form: 'lines' })).toEqual([
      '1 ! the line is longer than 64 KiB',
      '2 mail.example.com',
    ])
  })

  it('without a line feed at the end are not complete', async () => {
    const found = []
    for await (const line of textLines(chunks('one\ntwo'))) found.push([line.text, line.complete, line.end])
    expect(found).toEqual([
      ['one', true, 4],
      ['two', false, 7],
    ])
  })

  it('in UTF-16 are refused at once', async () => {
    const utf16 = Buffer.from('mail.example.com\n', 'utf16le')
    const all = async () => {
      for await (const _ of listEntries(chunks(utf16, 64), 'list.txt', { form: 'lines' })) break
    }
    await expect(all()).rejects.toThrow('Cannot read list.txt: it is UTF-16, UTF-8 is wanted')
  })
})

describe('a table', () => {
  it('has the targets in the column called target, whatever the order', async () => {
    const text = 'name,Target\n"Smith, Anna",mail.example.com\nBob,"b.example.com"\n\n'
    expect(await told(text, { form: 'csv' })).toEqual(['2 mail.example.com', '3 b.example.com'])
  })

  it.each([
    ['semicolons', 'id;mail\n1;a.example\n'],
    ['tabs', 'id\tmail\n1\ta.example\n'],
  ])('may have %s between its cells', async (_, text) => {
    expect(await told(text, { form: 'csv', column: 'mail' })).toEqual(['2 a.example'])
    expect(await told(text, { form: 'csv', column: '2' })).toEqual(['2 a.example'])
  })

  it('may have quoted cells over several lines, with doubled quotation marks', async () => {
    const text = 'target,note\na.example,"two\nlines with ""quotes"""\nb.example,x\n"c.example",5" disk\n'
    expect(await told(text, { form: 'csv' })).toEqual(['2 a.example', '4 b.example', '5 c.example'])
  })

  it('loses nothing after a quotation mark that is never closed', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `h${index}.example,x`)
    const text = `target,note\n"open.example,x\n${rows.join('\n')}\n"again,x`
    const all = await told(text, { form: 'csv' })
    expect(all[0]).toBe('2 ! a quotation mark is never closed')
    expect(all.slice(1, -1)).toEqual(rows.map((_, index) => `${index + 3} h${index}.example`))
    expect(all.at(-1)).toBe('63 ! a quotation mark is never closed')
  })

  it('tells rows whose cell is empty or missing', async () => {
    expect(await told('id,target\n1,\n2\n3,c.example\n', { form: 'csv' })).toEqual([
      '2 ! its column 2 is empty',
      '3 ! its column 2 is empty',
      '4 c.example',
    ])
  })

  it('without a header has columns by number, the first unless said otherwise', async () => {
    expect(await told('a.example,1\nb.example,2\n', { form: 'csv', noHeader: true })).toEqual([
      '1 a.example',
      '2 b.example',
    ])
    const named = read('a,b\n', { form: 'csv', noHeader: true, column: 'host' })
    await expect(named).rejects.toThrow('Without a header no column is called "host"')
  })

  it('without the column that was named says which there are', async () => {
    const wrong = read('id,mailhost\n1,a\n', { form: 'csv', column: 'mailhst' })
    await expect(wrong).rejects.toMatchObject({
      message: 'The table has no column "mailhst"',
      hint: 'Name it with --column. Did you mean "mailhost"? Valid: id, mailhost.',
    })
  })
})

describe('NDJSON', () => {
  it('has texts or objects with the field, and tells what is neither', async () => {
    const text = '"a.example"\n{"target":"b.example","id":2}\n{"host":1}\n[1\n\n7\n{"target":3}\n'
    expect(await told(text, { form: 'ndjson' })).toEqual([
      '1 a.example',
      '2 b.example',
      '3 ! it has no field "target"',
      '4 ! it is no JSON',
      '6 ! it is neither a text nor an object',
      '7 ! its field "target" is no text',
    ])
    expect(await told('{"mail":"x.example"}\n', { form: 'ndjson', column: 'mail' })).toEqual(['1 x.example'])
  })

  it('has no field that its author did not write', async () => {
    expect(await told('{}\n', { form: 'ndjson', column: 'constructor' })).toEqual([
      '1 ! it has no field "constructor"',
    ])
  })
})

describe('the form of a list', () => {
  it.each([
    ['hosts.CSV', 'csv'],
    ['hosts.tsv', 'csv'],
    ['hosts.jsonl', 'ndjson'],
    ['hosts.ndjson', 'ndjson'],
    ['hosts.txt', 'lines'],
    ['hosts', 'lines'],
    ['-', 'lines'],
  ])('of %s is %s', (name, form) => expect(formByName(name)).toBe(form))
})
