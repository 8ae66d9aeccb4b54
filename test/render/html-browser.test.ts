import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from '../../src/app/diagnose.js'
import { diagnosisHtml } from '../../src/render/html/diagnosis.js'
import { probeHtml } from '../../src/render/html/probe.js'
import { recommendationHtml } from '../../src/render/html/recommendation.js'
import { palettes } from '../../src/render/html/style.js'
import { temporaryFile } from '../cli/support.js'
import { browser, Chromium } from './chromium.js'
import { healthy, probeDocument, recommendation } from './documents.js'
import { hostileDiagnosis, withMarkup } from './html-page.js'

const pages: Readonly<Record<string, string>> = {
  'diagnosis with faults': diagnosisHtml(hostileDiagnosis),
  'diagnosis of a healthy server': diagnosisHtml(judge({ ...probeDocument, endpoints: [healthy] })),
  'diagnosis full of markup': diagnosisHtml(withMarkup(hostileDiagnosis)),
  probe: probeHtml(probeDocument),
  recommendation: recommendationHtml(recommendation),
  'recommendation full of markup': recommendationHtml(withMarkup(recommendation)),
}

const views = [
  { width: 1000, height: 700, scheme: 'light' },
  { width: 400, height: 700, scheme: 'dark' },
] as const

const rgb = (colour: string) =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`

/** A folder for the pictures, for people who want to look at them. */
const pictures = process.env.SCREENSHOTS

// A browser is no part of what the program needs: where there is none, these are skipped.
describe.skipIf(browser === undefined)('in a real browser (skipped where no Chromium is installed)', () => {
  let chromium: Chromium
  beforeAll(() => {
    chromium = new Chromium(browser ?? '')
  }, 60_000)
  afterAll(() => chromium.close(), 60_000)

  const urlOf = (name: string, page: string) =>
    pathToFileURL(temporaryFile(`${name.replaceAll(' ', '-')}.html`, page)).href

  const cases = Object.entries(pages).flatMap(([name, page]) => views.map((view) => ({ name, page, view })))

  it.each(cases)(
    'the page of a $name is readable at $view.width px, $view.scheme, without a word on the console',
    async ({ name, page, view }) => {
      const url = urlOf(name, page)
      await chromium.open(url, view)
      expect(chromium.complaints).toEqual([])
      expect(chromium.requests).toEqual([url])
      const background = await chromium.evaluate('getComputedStyle(document.body).backgroundColor')
      expect(background).toBe(rgb(palettes[view.scheme].page))
      const bottom = await chromium.evaluate(
        'document.querySelector(".verdict > strong").getBoundingClientRect().bottom',
      )
      expect(bottom).toBeGreaterThan(0)
      expect(bottom).toBeLessThan(view.height)
      // Nothing sticks out sideways, also when everything is unfolded.
      await chromium.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })')
      const sideways = await chromium.evaluate('document.documentElement.scrollWidth - window.innerWidth')
      expect(sideways).toBeLessThanOrEqual(0)
      if (pictures !== undefined) {
        writeFileSync(
          `${pictures}/${name.replaceAll(' ', '-')}-${view.width}.png`,
          await chromium.screenshot(),
        )
      }
    },
    60_000,
  )

  it('obeys the policy of the page: a script that had found its way in would not run, a picture not be loaded', async () => {
    const page = pages.probe ?? ''
    const broken = page.replace(
      '<main>',
      '<main><script>document.title = "ran"</script><img src="file:///a.png">',
    )
    const url = urlOf('broken', broken)
    await chromium.open(url, views[0])
    expect(await chromium.evaluate('document.title')).toBe('Probe: mail.example.com')
    expect(chromium.complaints.join()).toContain('Content Security Policy')
    expect(
      chromium.requests.filter((one) => one !== url && !chromium.complaints.join().includes(one)),
    ).toEqual([])
  }, 60_000)

  it('prints: what is folded on the screen stands on the paper', async () => {
    const [folded, open] = [pages.probe ?? '', (pages.probe ?? '').replaceAll('<details>', '<details open>')]
    const sizes: number[] = []
    for (const [name, page] of [
      ['folded', folded],
      ['open', open],
    ] as const) {
      await chromium.open(urlOf(name, page), views[0])
      const pdf = (await chromium.pdf()).toString('latin1')
      sizes.push(pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0)
    }
    expect(sizes[0]).toBeGreaterThan(0)
    expect(sizes[0]).toBe(sizes[1])
  }, 60_000)
})
