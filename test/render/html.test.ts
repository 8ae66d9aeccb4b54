import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diagnosisHtml } from '../../src/render/html/diagnosis.js'
import { html, lines, serverWords } from '../../src/render/html/escape.js'
import { probeHtml } from '../../src/render/html/probe.js'
import { recommendationHtml } from '../../src/render/html/recommendation.js'
import { type Palette, palettes } from '../../src/render/html/style.js'
import { recommendationMarkdown } from '../../src/render/recommendation-markdown.js'
import { probeDocument, recommendation } from './documents.js'
import { elementsOf, hostileDiagnosis, markup, withMarkup } from './html-page.js'
import { unsafe } from './support.js'

const pages: readonly [string, string][] = [
  ['diagnosis', diagnosisHtml(hostileDiagnosis)],
  ['probe', probeHtml(probeDocument)],
  ['recommendation', recommendationHtml(recommendation)],
  ['diagnosis full of markup', diagnosisHtml(withMarkup(hostileDiagnosis))],
  ['probe full of markup', probeHtml(withMarkup(probeDocument))],
  ['recommendation full of markup', recommendationHtml(withMarkup(recommendation))],
]

const allowed = new Set(
  'html head meta title style body main footer p h1 h2 h3 h4 div section article span strong code bdi ul ol li br a'
    .split(' ')
    .concat(
      'table caption thead tbody tr th td details summary pre figure figcaption svg desc rect line text'.split(
        ' ',
      ),
    ),
)

describe.each(pages)('the page of a %s', (_, page) => {
  const elements = elementsOf(page)

  it('has only elements of the program, each closed, and no unescaped text', () => {
    expect(elements.map(({ name }) => name).filter((name) => !allowed.has(name))).toEqual([])
    expect(page).not.toMatch(/<script|<img|<!--/i)
  })

  it('has no attribute that could run or load anything', () => {
    const names = elements.flatMap(({ attributes }) => Object.keys(attributes))
    expect(names.filter((name) => /^on|^src|^style$|^action$|^xlink/i.test(name))).toEqual([])
    const links = elements.flatMap(({ attributes }) => attributes.href ?? [])
    expect(links.filter((link) => !/^https?:\/\//.test(link))).toEqual([])
  })

  it('forbids everything but its one style sheet', () => {
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
    const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(policy?.attributes.content).toBe(
      `default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    )
    expect(style).not.toMatch(/url\(|@import/)
  })

  it('names its language, and its headings go down one level at a time', () => {
    expect(elements.find(({ name }) => name === 'html')?.attributes.lang).toBe('en-GB')
    const levels = elements
      .map(({ name }) => /^h([1-4])$/.exec(name)?.[1])
      .filter((level) => level !== undefined)
    expect(levels[0]).toBe('1')
    expect(levels.filter((level) => level === '1')).toHaveLength(1)
    const jumps = levels.filter((level, index) => Number(level) > Number(levels[index - 1] ?? 0) + 1)
    expect(jumps).toEqual([])
  })

  it('gives every table header its scope and every drawing a title and a description', () => {
    const headers = elements.filter(({ name }) => name === 'th')
    expect(headers.length).toBeGreaterThan(0)
    expect(headers.filter(({ attributes }) => !['col', 'row'].includes(attributes.scope ?? ''))).toEqual([])
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const drawings = elements.filter(({ name }) => name === 'svg')
    expect(drawings.length).toBeGreaterThan(0)
    const named = drawings.flatMap(({ attributes }) => attributes['aria-labelledby']?.split(' ') ?? [])
    expect(named).toHaveLength(2 * drawings.length)
    expect(named.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('shows no character that acts on the reader unseen', () => {
    expect(page.replaceAll('\n', '')).not.toMatch(unsafe)
  })
})

describe('what the pages say', () => {
  it('gives the verdict of a diagnosis before all else, then the causes with their fixes', () => {
    const page = diagnosisHtml(hostileDiagnosis)
    const places = ['Found: ', 'What is wrong', 'For the administrator', '<h2>Endpoints', '<h2>Evidence'].map(
      (text) => page.indexOf(text),
    )
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('marks the words of the server as such', () => {
    expect(diagnosisHtml(hostileDiagnosis)).toMatch(/<bdi class="server">server says: &quot;ok/)
  })

  it('gives a recommendation with its reasons, settings, steps, limits and what would change it', () => {
    const page = recommendationHtml(recommendation)
    const wanted = [
      'Recommended: IMAP with an offline cache',
      'confirmed, with limits',
      'From your answers alone it would have been',
      'You want two things at once.',
      'Mail is read in several places.',
      '365 days',
      'Make a copy first.',
      'Stands against it:</strong> The server removes mail after 30 days.',
      'IMAP with a local archive, if',
    ]
    expect(wanted.filter((text) => !page.includes(text))).toEqual([])
  })

  it('shows the rows of the comparison on which the reasons rest, and no others', () => {
    const [reason] = recommendation.reasons
    const rows = ['sent-mail', 'email-access']
    const resting = { ...recommendation, reasons: reason === undefined ? [] : [{ ...reason, rows }] }
    for (const text of [recommendationHtml(resting), recommendationMarkdown(resting)]) {
      expect(text).toContain('Sent mail')
      expect(text).toContain('Email access')
      expect(text).not.toContain('Email storage')
    }
  })

  it('links only to the web', () => {
    const [reason] = recommendation.reasons
    const sources = [
      { text: 'bad', url: 'javascript:alert(1)' },
      { text: 'good', url: 'https://example.com/"a' },
    ]
    const page = recommendationHtml({
      ...recommendation,
      reasons: reason === undefined ? [] : [{ ...reason, sources }],
    })
    const links = elementsOf(page).flatMap(({ attributes }) => attributes.href ?? [])
    expect(links).toEqual(['https://example.com/&quot;a'])
  })
})

describe('escaping', () => {
  it('leaves no text a way out of where it stands, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', markup), (text, more) => {
        const page = html`<p><code data-x="${text + more}">${text + more}</code>${lines(text + more)}${serverWords(text + more)}</p>`
        expect(elementsOf(page.toString()).map(({ name }) => name)).toEqual(['p', 'code', 'bdi'])
      }),
    )
  })
})

/** Relative luminance (WCAG 2.2, definition). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const pairs: readonly [keyof Palette, keyof Palette, number][] = [
  ...(['text', 'dim', 'link', 'bad', 'warn', 'good', 'note'] as const).flatMap((colour) =>
    (['page', 'panel'] as const).map((back): [keyof Palette, keyof Palette, number] => [colour, back, 4.5]),
  ),
  ...(['bad', 'warn', 'good', 'note'] as const).flatMap((tone): [keyof Palette, keyof Palette, number][] => [
    [tone, `${tone}Back`, 4.5],
    ['text', `${tone}Back`, 4.5],
  ]),
  ['bar', 'page', 3],
]

describe.each(Object.entries(palettes))('the %s theme', (_, palette) => {
  it.each(pairs)('shows %s on %s with a contrast of %f to 1 or more', (colour, back, least) => {
    expect(contrast(palette[colour], palette[back])).toBeGreaterThanOrEqual(least)
  })
})

describe('the Markdown of a recommendation', () => {
  it('keeps every hostile text on its line and without a meaning', () => {
    const text = recommendationMarkdown(withMarkup(recommendation))
    expect(text).not.toMatch(/(?<!\\)<|<script/)
    expect(text.replaceAll('\n', '')).not.toMatch(unsafe)
  })

  it('says what to choose, to set and to do', () => {
    const text = recommendationMarkdown(recommendation)
    expect(text).toMatch(/^# Recommended: IMAP with an offline cache \(mail\.example\.com\)\n/)
    expect(text).toContain('| Archive mail older than | 365 days | Space runs out. |')
    expect(text).toContain('## Steps\n\n1. Make a copy first.')
    expect(text).toContain('* Stands against it: The server removes mail after 30 days.')
  })
})
