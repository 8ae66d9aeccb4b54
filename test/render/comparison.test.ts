import { describe, expect, it } from 'vitest'
import type { ComparisonDocument } from '../../src/model/index.js'
import { comparisonCsv, csvField } from '../../src/render/comparison-csv.js'
import { comparisonMarkdown, markdownText } from '../../src/render/comparison-markdown.js'
import { comparisonTable } from '../../src/render/comparison-table.js'
import { tooWide, trailingSpaces, widths } from './support.js'

const document: ComparisonDocument = {
  kind: 'comparison',
  schemaVersion: 1,
  tool: { name: 'mailadvise', version: '0.1.0' },
  request: { topics: ['devices', 'organisation'] },
  rows: [
    {
      id: 'access',
      topic: 'devices',
      feature: 'Email access',
      pop: 'Only on the device it was downloaded to.',
      imap: 'From several devices | "all" of them.',
      founding: true,
      caveat: 'Phone and browser are devices too.',
      sources: [{ text: 'RFC 1939 (section 8)', url: 'https://example.com/a(b)' }],
    },
    {
      id: 'storage',
      topic: 'organisation',
      feature: 'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel',
      pop: '=1+1, locally',
      imap: 'On the server, \u90f5\u4ef6\u90f5\u4ef6\u90f5\u4ef6\u90f5\u4ef6\u90f5\u4ef6\u90f5\u4ef6\u90f5\u4ef6 too',
      founding: false,
      sources: [{ text: 'a|b' }],
    },
  ],
}

describe('comparisonTable', () => {
  it.each(widths)('fits %i columns', (width) => {
    const text = comparisonTable(document, { width, colour: false })
    expect(tooWide(text, width)).toEqual([])
    expect(trailingSpaces(text)).toEqual([])
    expect(text).not.toContain('\u001b')
    expect(text).not.toMatch(/[\u2500-\u257f]/)
    expect(text).toContain('Devices')
    expect(text.replace(/[\s|]/g, '')).toContain('Today:Phoneandbrowser'.slice(width < 60 ? 6 : 0))
  })

  it('is blocks where a table would be too narrow', () => {
    const text = comparisonTable(document, { width: 50, colour: false })
    expect(text).not.toContain('+--')
    expect(text).toContain('  POP   Only on the device')
  })

  it('says the same with colour', () => {
    for (const width of widths) {
      const coloured = comparisonTable(document, { width, colour: true })
      expect(coloured).toContain('\u001b[')
      const plain = comparisonTable(document, { width, colour: false })
      expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
    }
  })

  it('loses no character of text without spaces', () => {
    const text = comparisonTable(document, { width: 80, colour: false })
    expect([...text].filter((character) => character === '\u90f5')).toHaveLength(7)
  })
})

describe('comparisonCsv', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
  ])('writes %j as %j', (text, field) => expect(csvField(text)).toBe(field))

  it('has a header, CRLF, and as many fields in each line', () => {
    const lines = comparisonCsv(document).split('\r\n')
    expect(lines[0]).toBe('id,topic,feature,pop,imap,today,founding,sources')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toContain(`"'=1+1, locally"`)
  })
})

describe('comparisonMarkdown', () => {
  it('escapes what Markdown would act on', () => {
    expect(markdownText('a|b *c* _d_ `e` [f](g) <h> & ~i~ \\')).toBe(
      'a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) &lt;h\\> &amp; \\~i\\~ \\\\',
    )
  })

  it('has three cells in every row and safe links', () => {
    const rows = comparisonMarkdown(document)
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(4)
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5)
    expect(comparisonMarkdown(document)).toContain('(https://example.com/a%28b%29)')
  })
})
