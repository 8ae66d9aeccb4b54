/** What is looked at of a stream. */
interface LinkStream {
  isTTY?: boolean
}

/**
 * Whether to write links that a terminal makes clickable (OSC 8). Never into a pipe or a file; on a terminal
 * FORCE_HYPERLINK decides where it is set (0: no), NO_COLOR and a dumb terminal say no, and else it is known of the
 * terminal: that knowledge is a library's.
 */
export async function wantsLinks(
  env: Readonly<Record<string, string | undefined>>,
  stream: LinkStream,
): Promise<boolean> {
  if (stream.isTTY !== true) return false
  const forced = env.FORCE_HYPERLINK
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  if (env.TERM === 'dumb' || (env.NO_COLOR !== undefined && env.NO_COLOR !== '')) return false
  const { createSupportsHyperlinks } = await import('supports-hyperlinks')
  return createSupportsHyperlinks({ isTTY: true })
}
