import type { Source } from '../model/index.js'
import type { Page, Tone } from './page.js'

const labelWidth = 15

const indent = 2

/** A label and its texts, one below the other; nothing where there are none. */
export function addPart(page: Page, label: string, texts: readonly string[], tone: Tone = 'plain'): void {
  texts.forEach((text, index) => {
    page.item((index === 0 ? label : '').padEnd(labelWidth), text, tone, indent)
  })
}

/** Sources under a label, as links where they work. */
export function addSourceParts(page: Page, label: string, sources: readonly Source[]): void {
  sources.forEach(({ text, url }, index) => {
    const mark = (index === 0 ? label : '').padEnd(labelWidth)
    if (url === undefined) page.item(mark, text, 'plain', indent)
    else page.source(mark, text, url, indent)
  })
}

/** Steps with their numbers; a single one needs none. */
export function numbered(steps: readonly string[]): string[] {
  return steps.length < 2 ? [...steps] : steps.map((step, index) => `${index + 1}. ${step}`)
}
