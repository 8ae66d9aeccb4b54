import { Html, html, nothing, type Value } from './escape.js'
import { style, styleHash } from './style.js'

/** How grave what is said is; the words beside it say the same, so that no colour is needed to understand. */
export type Gravity = 'bad' | 'warn' | 'good' | 'note'

/** What makes a page. */
export interface PageParts {
  /** For the title of the window and the line above the heading. */
  kind: string
  heading: string
  verdict: Html
  sections: readonly Html[]
  footer: readonly string[]
}

// Nothing is loaded and nothing runs, whatever a server managed to smuggle in; the one style sheet by its hash, so that even
// a style attribute would do nothing (Content Security Policy Level 3, section 8.4).
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`

/** A whole page in one file: no script, nothing from elsewhere. */
export function page({ kind, heading, verdict, sections, footer }: PageParts): string {
  const document = html`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${kind}: ${heading}</title>
<style>${Html.join([style], [])}</style>
</head>
<body>
<main>
<p class="kind">${kind}</p>
<h1>${heading}</h1>
${verdict}
${sections.map(
  (section) => html`${section}
`,
)}</main>
<footer>${footer.map((text) => html`<p>${text}</p>`)}</footer>
</body>
</html>
`
  return document.toString()
}

/** The verdict in a box of its own: one line, and what belongs to it. */
export function verdictBox(gravity: Gravity, words: string, more: readonly Value[] = []): Html {
  return html`<div class="verdict ${gravity}" role="note" aria-label="Verdict"><strong>${words}</strong>${more.map(
    (one) => html`<p>${one}</p>`,
  )}</div>`
}

/** A part of the page with a heading; left out when there is nothing in it. */
export function section(heading: string, ...content: Html[]): Html {
  const whole = html`${content}`
  return whole.toString() === '' ? nothing : html`<section><h2>${heading}</h2>${whole}</section>`
}

/** A list of points; nothing when there are none. */
export function points(items: readonly Value[]): Html {
  return items.length === 0 ? nothing : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
}

/** Steps in their order; nothing when there are none. */
export function steps(items: readonly Value[]): Html {
  return items.length === 0 ? nothing : html`<ol>${items.map((item) => html`<li>${item}</li>`)}</ol>`
}

/** Something to be unfolded. */
export function folded(summary: string, content: Html): Html {
  return html`<details><summary>${summary}</summary>${content}</details>`
}

/**
 * A table with a header for each column and one for each row, the first cell. On a narrow page its rows
 * are stacked; the roles are written out because such a layout takes them away in some browsers.
 */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): Html {
  if (rows.length === 0) return nothing
  const head = columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map(
      (cell, index) => html`<td role="cell" data-label="${columns[index + 1] ?? ''}">${cell}</td>`,
    )
    return html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells}</tr>`
  })
  return html`<table class="stack" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`
}
