const pipedWidth = 80

/**
 * Columns to write for: COLUMNS where it is set (so that a pipe can be told), the terminal's width, else 80.
 */
export function outputWidth(
  env: Readonly<Record<string, string | undefined>>,
  stream: { columns?: number },
): number {
  const stated = /^\d+$/.test(env.COLUMNS ?? '') ? Number(env.COLUMNS) : 0
  // A terminal that does not know its size says 0.
  return stated || stream.columns || pipedWidth
}
