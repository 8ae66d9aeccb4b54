import { judge } from '../../src/app/diagnose.js'
import type { DiagnosisDocument } from '../../src/model/index.js'
import { probeDocument } from './documents.js'

/** A diagnosis of the probe in documents.ts, whose server tries its worst in every text. */
export const hostileDiagnosis: DiagnosisDocument = judge(probeDocument)

/** Markup, quotes and an end of every element that a server could hope to be inside of. */
export const markup =
  '</title></style></pre></summary></svg>"\'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;<!--'

/** The same document with markup behind every text that is not a word of the contract. */
export function withMarkup<Document extends object>(document: Document): Document {
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return /^[a-z0-9-]*$/.test(value) || isDate(key) ? value : value + markup
    if (Array.isArray(value)) return value.map((one) => walk(one, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]))
  }
  return walk(document) as Document
}

function isDate(key: string): boolean {
  return ['validFrom', 'validTo', 'startedAt'].includes(key)
}

const voids = ['meta', 'br', 'rect', 'line']
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/g

/** An element as it opens: its name and attributes. */
export interface Opened {
  name: string
  attributes: Record<string, string>
}

/**
 * The elements of a page in their order. Strict, because it reads only what this program writes: what is no tag must hold
 * no angle bracket and no bare ampersand, and every element must be closed by its own end tag.
 */
export function elementsOf(page: string): Opened[] {
  const body = page.replace(/^<!DOCTYPE html>/, '').replace(/(<style>)[^<]*(<\/style>)/, '$1$2')
  const opened: Opened[] = []
  const stack: string[] = []
  for (const [, end, name = '', attributes = ''] of body.matchAll(tag)) {
    if (end === '/') {
      const open = stack.pop()
      if (open !== name) throw new Error(`</${name}> closes <${open}>`)
      continue
    }
    const pairs = [...attributes.matchAll(/([a-zA-Z][a-zA-Z0-9:-]*)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => [key, value],
    )
    opened.push({ name, attributes: Object.fromEntries(pairs) as Record<string, string> })
    if (!voids.includes(name)) stack.push(name)
  }
  const text = body.replace(tag, '')
  const stray = /[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.exec(text)
  if (stray !== null) throw new Error(`Not escaped: ${text.slice(stray.index, stray.index + 40)}`)
  if (stack.length > 0) throw new Error(`Never closed: ${stack.join(', ')}`)
  return opened
}
