import type { SimulationDocument } from '../model/index.js'
import { displayWidth } from './display-width.js'
import { endpointName } from './endpoint.js'
import { Page, type RenderOptions } from './page.js'
import { addPart } from './parts.js'
import { shellQuote } from './shell-quote.js'

const firstIndent = 2
const furtherIndent = 4

/** A command line over as many lines as it needs: it can still be pasted as it stands. */
function addCommand(page: Page, words: readonly string[]): void {
  const lines: string[] = []
  for (const word of words.map(shellQuote)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    const fits = displayWidth(longer) + furtherIndent + ' \\'.length <= page.width
    if (fits && lines.length > 0) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  lines.forEach((line, index) => {
    const more = index < lines.length - 1
    page.verbatim(more ? `${line} \\` : line, 'plain', index === 0 ? firstIndent : furtherIndent)
  })
}

function ending({ request }: SimulationDocument): string {
  const { seconds } = request
  return seconds === undefined ? 'Ctrl-C ends it.' : `It ends after ${seconds} s, or with Ctrl-C.`
}

/** A running scenario for a terminal: what it is, where it listens, and what to try on it. */
export function simulationText(document: SimulationDocument, options: RenderOptions): string {
  const { title, about, listeners, caFile, accounts, pid, commands } = document
  const page = new Page(options)
  page.text(title, 'title').text(about).blank()
  const names = listeners.map(({ endpoint }) => endpointName(endpoint))
  const longest = Math.max(0, ...names.map((name) => name.length))
  listeners.forEach(({ address, port }, index) => {
    page.item(`${(names[index] ?? '').padEnd(longest)}  `, `${address}:${port}`, 'plain', 2)
  })
  page.blank()
  const who = accounts.map(({ user, password }) => `${user}, password ${password}`)
  addPart(page, 'Account', who.length > 0 ? who : ['none: every sign-in is refused'])
  addPart(page, 'CA file', [caFile])
  addPart(page, 'Process', [String(pid)])
  page.heading('Try it from another terminal')
  for (const words of commands) addCommand(page.blank(), words)
  page.blank().text(`Ready. ${ending(document)}`, 'good')
  return page.toString()
}
