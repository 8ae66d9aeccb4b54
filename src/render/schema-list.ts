import { Page, type RenderOptions } from './page.js'

/** The kinds of schema with what each describes, for a terminal. */
export function schemaList(
  entries: readonly { kind: string; description: string }[],
  options: RenderOptions,
): string {
  const page = new Page(options)
  const longest = Math.max(...entries.map(({ kind }) => kind.length))
  for (const { kind, description } of entries) page.item(`${kind.padEnd(longest)}  `, description)
  return page.toString()
}
