import { styleText } from 'node:util'
import { displayWidth, padToWidth } from './display-width.js'
import { oneLine } from './sanitise.js'
import { wrap } from './wrap.js'

/** What a renderer must know about the place where its text will be read. */
export interface RenderOptions {
  /** Columns; no line is wider, save for a link. */
  width: number
  colour: boolean
  /** Whether the place makes links of OSC 8 clickable; absent: no. */
  links?: boolean
}

/** What a piece of text is, so that colour only ever repeats what the words say. */
export type Tone = 'title' | 'heading' | 'good' | 'bad' | 'warn' | 'dim' | 'plain'

const formats = {
  title: ['bold'],
  heading: ['bold', 'cyan'],
  good: ['green'],
  bad: ['red'],
  warn: ['yellow'],
  dim: ['dim'],
  plain: [],
} as const satisfies Record<Tone, readonly string[]>

/** Colours a text that is already wrapped and safe. */
export function paint(text: string, tone: Tone, colour: boolean): string {
  if (!colour || tone === 'plain' || text === '') return text
  // Whether to colour was decided by the caller; newer Nodes would otherwise look at stdout again.
  return styleText([...formats[tone]], text, { validateStream: false })
}

// Below this, wrapping gives columns of single letters; the terminal may fold lines itself then.
const narrowest = 20

// What may stand in the escape sequence of a link: an address of the program's own data, never words of a server.
const linkable = /^https:\/\/[!-~]+$/

/** A text that is already wrapped and safe as a link (OSC 8); its lines are one link, because they lead to one place. */
function linked(text: string, url: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`
}

/** Collects the lines of a text report: wrapped, indented, without trailing spaces. */
export class Page {
  readonly width: number
  private readonly lines: string[] = []
  private readonly colour: boolean
  private readonly links: boolean

  constructor(options: RenderOptions) {
    this.width = Math.max(narrowest, options.width)
    this.colour = options.colour
    this.links = options.links ?? false
  }

  /** A paragraph, all lines indented alike. */
  text(text: string, tone: Tone = 'plain', indent = 0): this {
    return this.item('', text, tone, indent)
  }

  /** A paragraph behind a mark such as "- " or "tls   ", its further lines below its first word. */
  item(mark: string, text: string, tone: Tone = 'plain', indent = 0): this {
    // A mark may be a label of some length; on a narrow page the text then gets lines of its own.
    const markWidth = displayWidth(mark)
    if (markWidth + indent > this.width / 2) {
      return this.text(mark.trimEnd(), 'plain', indent).item('', text, tone, indent + 2)
    }
    wrap(text, this.width - indent - markWidth).forEach((line, index) => {
      const lead = index === 0 ? padToWidth(oneLineKeepingEnd(mark), markWidth) : ' '.repeat(markWidth)
      this.lines.push(`${' '.repeat(indent)}${lead}${paint(line, tone, this.colour)}`)
    })
    return this
  }

  /**
   * A source with its address: the text is a link where links work, else the address is written out.
   *
   * @param url from the program's own data; anything but https is never a link
   */
  source(mark: string, text: string, url: string, indent = 0): this {
    const markWidth = displayWidth(mark)
    if (!this.links || !linkable.test(url) || markWidth + indent > this.width / 2) {
      return this.item(mark, `${text}, ${url}`, 'plain', indent)
    }
    wrap(text, this.width - indent - markWidth).forEach((line, index) => {
      const lead = index === 0 ? mark : ' '.repeat(markWidth)
      this.lines.push(`${' '.repeat(indent)}${lead}${linked(line, url)}`)
    })
    return this
  }

  /** A line as it stands, made safe but not folded: columns that line up, command lines to copy. */
  verbatim(line: string, tone: Tone = 'plain', indent = 0): this {
    this.lines.push(`${' '.repeat(indent)}${paint(oneLine(line), tone, this.colour)}`)
    return this
  }

  /** The first line of a section, after an empty line. */
  heading(text: string): this {
    return this.blank().text(text, 'heading')
  }

  /** An empty line, never two in a row and never at the top. */
  blank(): this {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('')
    return this
  }

  /** Lines so far. */
  get length(): number {
    return this.lines.length
  }

  toString(): string {
    const text = this.lines.map((line) => line.trimEnd()).join('\n')
    return `${text.trimEnd()}\n`
  }
}

function oneLineKeepingEnd(mark: string): string {
  const end = mark.length - mark.trimEnd().length
  return oneLine(mark) + ' '.repeat(end)
}
