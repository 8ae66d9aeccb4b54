import { oneLine, serverSays } from '../sanitise.js'

/** A piece of HTML that is safe as it stands. Only `html` below makes one, so that nothing reaches a page unescaped. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Joins literal markup, which the program wrote, and values, which may come from anywhere. */
  static join(markup: readonly string[], values: readonly Value[]): Html {
    const parts = markup.map((literal, index) => {
      const value = values[index]
      return value === undefined ? literal : literal + textOf(value)
    })
    return new Html(parts.join(''))
  }

  toString(): string {
    return this.#text
  }
}

/** What can stand in a template: HTML as it is, lists of it one after the other, texts and numbers escaped. */
export type Value = Html | string | number | readonly Value[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A text for an element or a quoted attribute: the characters that HTML gives a meaning to as entities, and those that
 * act on the reader unseen made visible.
 */
function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

function textOf(value: Value): string {
  if (value instanceof Html) return value.toString()
  if (typeof value === 'string') return escaped(value)
  return typeof value === 'number' ? String(value) : value.map(textOf).join('')
}

/** Template tag for HTML: everything that is filled in is escaped, unless it is HTML already. */
export function html(markup: TemplateStringsArray, ...values: Value[]): Html {
  return Html.join(markup, values)
}

/** Nothing. */
export const nothing: Html = html``

/** Lines of a text as they stand, for a pre element: each is escaped by itself, since a line break is no danger there. */
export function lines(text: string): Html {
  const parts = text.split('\n').map((line) => {
    const start = /^ */.exec(line)?.[0] ?? ''
    return html`${Html.join([start], [])}${line}`
  })
  return html`${parts.map((part, index) =>
    index === 0
      ? part
      : html`
${part}`,
  )}`
}

/** Words of the server, marked as the server's for the eye and in words. */
export function serverWords(text: string): Html {
  return html`<bdi class="server">${serverSays(text)}</bdi>`
}
