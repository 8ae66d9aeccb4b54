import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { explain } from '../../src/app/explain.js'
import { explanationText } from '../../src/render/explanation-text.js'
import { Page } from '../../src/render/page.js'
import { hostile, tooWide, widths } from './support.js'

const url = 'https://www.rfc-editor.org/rfc/rfc5280'
const page = (links: boolean, width = 80) => new Page({ width, colour: false, links })

describe('a source', () => {
  it('is a link where links work, with its text alone', () => {
    const text = page(true).source('Sources ', 'RFC 5280', url, 2).toString()
    expect(text).toBe(`  Sources \u001b]8;;${url}\u001b\\RFC 5280\u001b]8;;\u001b\\\n`)
  })

  it('is text and address elsewhere', () => {
    expect(page(false).source('Sources ', 'RFC 5280', url).toString()).toBe(`Sources RFC 5280, ${url}\n`)
    expect(new Page({ width: 80, colour: false }).source('', 'RFC 5280', url).toString()).not.toContain(
      '\u001b',
    )
  })

  it.each([`https://example.com/${hostile}`, 'http://example.com', 'javascript:alert(1)', 'https://a b', ''])(
    'with the address %j is no link',
    (address) => {
      expect(page(true).source('', 'RFC 5280', address).toString()).not.toContain('\u001b')
    },
  )

  it('keeps the words of a hostile text out of the sequence', () => {
    const text = page(true).source('', hostile, url).toString()
    expect(
      text.replaceAll(`\u001b]8;;${url}\u001b\\`, '').replaceAll('\u001b]8;;\u001b\\', ''),
    ).not.toContain('\u001b')
  })

  it.each(widths)('fits %i columns, and every line is closed', (width) => {
    const text = page(true, width).source(
      'Sources        ',
      'A long title of a source '.repeat(6).trim(),
      url,
      2,
    )
    const lines = text.toString().trimEnd().split('\n')
    expect(tooWide(stripVTControlCharacters(lines.join('\n')), width)).toEqual([])
    for (const line of lines) expect(line.endsWith('\u001b]8;;\u001b\\')).toBe(true)
  })
})

it('an explanation has its sources as links, and says the same with and without', () => {
  const document = explain('cert-expired')
  const linked = explanationText(document, { width: 80, colour: false, links: true })
  expect(linked).toContain('\u001b]8;;https://')
  expect(explanationText(document, { width: 80, colour: false })).toContain('https://')
  expect(explanationText(document, { width: 80, colour: false })).not.toContain('\u001b')
})
